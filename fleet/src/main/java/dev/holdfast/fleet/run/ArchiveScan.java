package dev.holdfast.fleet.run;

import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Looks through the list of an archive's items for what would make an old borg write outside of
/// the directory that it extracts into: a path below a symbolic link of the same archive
/// (CVE-2026-62268, mended in Borg 1.4.5), an absolute path, or one that climbs.
///
/// Reads `{type}{path}{NUL}` as `borg list --format` prints it; names are bytes, whatever they
/// mean.
final class ArchiveScan {
  /// What borg is to print for each item.
  static final String FORMAT = "{type}{path}{NUL}";

  static final int PATH_BYTES_MAX = 64 * 1024;
  static final int LINKS_MAX = 2_000_000;

  private final ByteArrayOutputStream item = new ByteArrayOutputStream();
  private final Set<String> links = new HashSet<>();
  private Optional<String> fault = Optional.empty();

  /// Takes the next bytes; after the first fault they are only let pass.
  synchronized void feed(ByteBuffer chunk) {
    while (chunk.hasRemaining()) {
      var b = chunk.get();
      if (b != 0) {
        if (item.size() <= PATH_BYTES_MAX) {
          item.write(b);
        }
      } else if (fault.isEmpty()) {
        fault = judge(item.toString(StandardCharsets.ISO_8859_1));
        item.reset();
      } else {
        item.reset();
      }
    }
  }

  private Optional<String> judge(String entry) {
    if (entry.length() < 2 || entry.length() > PATH_BYTES_MAX || links.size() > LINKS_MAX) {
      return Optional.of("its list of items cannot be read");
    }
    var path = entry.substring(1);
    if (path.startsWith("/") || ("/" + path + "/").contains("/../")) {
      return Optional.of("it holds the path " + path);
    }
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      if (links.contains(path.substring(0, slash))) {
        return Optional.of("it holds " + path + " below a symbolic link");
      }
    }
    if (entry.charAt(0) == 'l') {
      links.add(path);
      return Optional.empty();
    }
    return links.contains(path)
        ? Optional.of("it holds " + path + " twice, once as a symbolic link")
        : Optional.empty();
  }

  /// @throws FleetException if the archive must not be extracted
  synchronized void requireHarmless(String archive, String target) {
    if (fault.isPresent()) {
      throw new FleetException(
          ErrorCode.ARCHIVE_UNSAFE,
          "%s is not extracted, it would write outside of its directory: %s"
              .formatted(archive, fault.get()),
          "treat %s as taken over, and install Borg 1.4.5 or newer on the controller"
              .formatted(target));
    }
  }
}
