/// The inline judge of a session between a borg client and `borg serve`. It must not call anybody:
/// bytes come in through duplexes, verdicts and reports go out.
@NullMarked
package dev.holdfast.guard;

import org.jspecify.annotations.NullMarked;
