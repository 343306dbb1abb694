/// The configuration of borg-backup-remotely, understood as it is and turned into Holdfast's own.
/// It must not print or keep the keys and passphrases that such a file holds.
@NullMarked
package dev.holdfast.fleet.config.remotely;

import org.jspecify.annotations.NullMarked;
