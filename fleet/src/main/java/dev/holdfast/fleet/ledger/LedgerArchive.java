package dev.holdfast.fleet.ledger;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.archive.ArchiveName;
import java.time.Instant;
import java.util.OptionalLong;

/// An archive as the ledger knows it.
///
/// @param id where its metadata is stored
/// @param received when the controller saw it complete, by its own clock: retention counts by this.
///   For an archive that a rebuild took over, the time that borg wrote
/// @param started when the backup started, as borg on the target wrote it
/// @param figures how much it holds
public record LedgerArchive(
    ObjectId id, ArchiveName name, Instant received, Instant started, Figures figures) {
  /// How much an archive holds; what is not known is empty.
  ///
  /// @param originalBytes before compression and deduplication
  /// @param compressedBytes after compression, before deduplication
  /// @param deduplicatedBytes that its session added to the repository
  /// @param files regular files
  public record Figures(
      OptionalLong originalBytes,
      OptionalLong compressedBytes,
      OptionalLong deduplicatedBytes,
      OptionalLong files) {
    /// Nothing known.
    public static Figures none() {
      return new Figures(
          OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());
    }
  }
}
