/// What a person sees of runs: live lines, plain lines, JSON, tables, findings and failures. It
/// must not decide what happens, and it must not print a control character that a target chose.
@NullMarked
package dev.holdfast.app.terminal;

import org.jspecify.annotations.NullMarked;
