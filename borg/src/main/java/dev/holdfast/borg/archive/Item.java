package dev.holdfast.borg.archive;

import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Value;
import java.util.Optional;

/// One file, directory or other thing with a name in an archive. Its path is relative and does not
/// leave the place to which it is restored; the targets of symbolic links may.
///
/// @param path parts joined by slashes, or a single dot; the bytes of the file system, in no
///   particular charset
/// @param source the target of a symbolic link; else the path of the item whose content this one
///   shares, if it is a further name of it
/// @param plainBytes sum of the sizes of its chunks
/// @param chunks how many chunks it has
/// @param repaired whether `borg check --repair` has replaced missing chunks of it by zeroes
/// @param fields everything but its chunks, as stored
public record Item(
    Raw path,
    ItemKind kind,
    Optional<Raw> source,
    long plainBytes,
    long chunks,
    boolean repaired,
    Value.Map fields) {

  /// Whether it is what an interrupted backup had of a file.
  public boolean isPart() {
    return fields.get(ItemKey.PART.raw()).isPresent();
  }

  /// Whether it is a further name of something that came before.
  public boolean isFurtherName() {
    return kind != ItemKind.SYMLINK && source.isPresent();
  }
}
