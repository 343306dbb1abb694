package dev.holdfast.app;

import dev.holdfast.fleet.config.Target;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.kit.PrintedKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads pages of the recovery kit back, as a person would who has nothing else.
final class KitPages {
  /// No page is larger.
  private static final int BYTES_MAX = 4 << 20;

  private final RecoveryKits kits;
  private final @Nullable Path directory;

  /// @param kits makes pages where none are written
  /// @param directory where written ones are; null to take those that would be written now
  KitPages(RecoveryKits kits, @Nullable Path directory) {
    this.kits = kits;
    this.directory = directory;
  }

  /// The lines of the key on a target's page; none where the repository has no key.
  List<String> paper(Target target) {
    var html = directory == null ? kits.html(target) : read(directory, target);
    return PrintedKey.of(html).orElse(List.of());
  }

  private static byte[] read(Path directory, Target target) {
    var page = directory.resolve(target.name() + ".html");
    try (var input = Files.newInputStream(page)) {
      var bytes = input.readNBytes(BYTES_MAX);
      if (input.read() < 0) {
        return bytes;
      }
    } catch (IOException _) {
      // Said below.
    }
    throw new FleetException(
        ErrorCode.KIT_USELESS,
        "there is no page at " + page + ", or it cannot be read",
        "make one: holdfast recovery-kit " + target.name() + " --to " + directory);
  }
}
