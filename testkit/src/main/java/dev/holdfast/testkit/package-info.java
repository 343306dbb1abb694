/// Fakes of the machine for tests: clocks, temporary directories, throw-away sshd instances. It
/// must not know any word of the domain.
@NullMarked
package dev.holdfast.testkit;

import org.jspecify.annotations.NullMarked;
