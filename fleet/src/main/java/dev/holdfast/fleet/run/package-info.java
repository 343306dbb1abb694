/// Runs: one execution of an action for one target, ending in exactly one recorded outcome. It must
/// not know how hosts are reached, where outcomes are kept or how they are shown.
@NullMarked
package dev.holdfast.fleet.run;

import org.jspecify.annotations.NullMarked;
