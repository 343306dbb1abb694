/// A throw-away fleet of real sshd and borg processes on loopback, for the demo and the end-to-end
/// tests. It must not be part of the product that operators install.
@NullMarked
package dev.holdfast.lab;

import org.jspecify.annotations.NullMarked;
