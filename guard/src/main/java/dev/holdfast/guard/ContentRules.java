package dev.holdfast.guard;

import dev.holdfast.wire.Raw;
import java.util.Optional;

/// Judges what objects hold. The session calls it after its own rules, in the order of the
/// requests, from one thread, with complete payloads; a slow judgement slows only the client.
///
/// Each method returns nothing if all is well, else a sentence for a person.
public interface ContentRules {
  /// An object other than the manifest is to be stored.
  ///
  /// @param id 32 bytes
  Optional<String> put(Raw id, Raw content);

  /// A new manifest is to be stored.
  Optional<String> putManifest(Raw content);

  /// The archive metadata of a checkpoint is to be deleted.
  ///
  /// @param id 32 bytes, stored by this session directly before its last manifest
  Optional<String> delete(Raw id);

  /// An object is to be read.
  ///
  /// @param id 32 bytes
  Optional<String> get(Raw id);
}
