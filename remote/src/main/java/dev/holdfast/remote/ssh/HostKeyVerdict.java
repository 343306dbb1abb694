package dev.holdfast.remote.ssh;

import java.util.List;

/// What the pins say of the key that a server showed.
sealed interface HostKeyVerdict {
  /// It is pinned, or certified by a pinned authority.
  record Trusted() implements HostKeyVerdict {}

  /// Nothing is pinned for this host.
  record Unknown(KeyBlob seen) implements HostKeyVerdict {}

  /// Other keys are pinned for this host.
  record Changed(KeyBlob seen, List<String> pinnedFingerprints) implements HostKeyVerdict {
    public Changed {
      pinnedFingerprints = List.copyOf(pinnedFingerprints);
    }
  }

  /// The key, or the authority that certified it, is marked as revoked.
  record Revoked(KeyBlob seen) implements HostKeyVerdict {}
}
