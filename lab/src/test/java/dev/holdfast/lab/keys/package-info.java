/// Changes of passphrases that die at any point, with the product's own runs, its own store of
/// secrets and real borg. It must not be used by anything but tests.
@NullMarked
package dev.holdfast.lab.keys;

import org.jspecify.annotations.NullMarked;
