/// Key pairs of sntrup761, a key exchange that quantum computers do not break, made quickly by a
/// process that has just begun. It must not open what others encapsulate, nor know of sessions.
@NullMarked
package dev.holdfast.remote.sntrup;

import org.jspecify.annotations.NullMarked;
