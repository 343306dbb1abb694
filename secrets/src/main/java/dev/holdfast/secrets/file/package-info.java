/// Secrets in files that only their owner can read. It must not read a file that others can.
@NullMarked
package dev.holdfast.secrets.file;

import org.jspecify.annotations.NullMarked;
