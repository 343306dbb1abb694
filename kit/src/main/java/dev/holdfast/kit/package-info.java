/// The pages of the recovery kit: what a person needs on paper when the controller is gone. It must
/// not read or write files, or know where the facts come from.
@NullMarked
package dev.holdfast.kit;

import org.jspecify.annotations.NullMarked;
