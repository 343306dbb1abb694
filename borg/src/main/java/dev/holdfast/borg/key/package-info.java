/// Keys of a repository: how they are locked by a passphrase, and what they open, prove and name.
/// It must not print a secret, and must not know what lies in an opened object.
@NullMarked
package dev.holdfast.borg.key;

import org.jspecify.annotations.NullMarked;
