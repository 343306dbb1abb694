/// Which archives a set of rules keeps, counted exactly as Borg counts, and what is kept besides.
/// It must not know where times come from, and must not delete anything.
@NullMarked
package dev.holdfast.borg.retention;

import org.jspecify.annotations.NullMarked;
