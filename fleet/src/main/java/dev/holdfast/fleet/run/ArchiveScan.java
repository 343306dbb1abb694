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
/// (CVE-2026-62268, mended in Borg 1.4.5), a path that is absolute, climbs or is written in another
/// way than borg writes it, or a further name of a symbolic link.
///
/// Reads two lines ended by NUL for each item, as `borg list --format` prints them: type and path,
/// then the mark and what the item links to. Names are bytes, whatever they mean.
final class ArchiveScan {
  /// What borg is to print for each item.
  static final String FORMAT = "{type}{path}{NUL}={source}{NUL}";

  private static final char SOURCE = '=';
  private static final char SYMLINK = 'l';

  static final int PATH_BYTES_MAX = 64 * 1024;
  static final int LINKS_MAX = 2_000_000;

  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final Set<String> links = new HashSet<>();
  private Optional<String> item = Optional.empty();
  private Optional<String> fault = Optional.empty();

  /// Takes the next bytes; after the first fault they are only let pass.
  synchronized void feed(ByteBuffer chunk) {
    while (chunk.hasRemaining()) {
      var b = chunk.get();
      if (b != 0) {
        if (line.size() <= PATH_BYTES_MAX) {
          line.write(b);
        }
      } else {
        if (fault.isEmpty()) {
          take(line.toString(StandardCharsets.ISO_8859_1));
        }
        line.reset();
      }
    }
  }

  private void take(String text) {
    var isSource = !text.isEmpty() && text.charAt(0) == SOURCE;
    if (text.length() > PATH_BYTES_MAX || isSource == item.isEmpty() || links.size() > LINKS_MAX) {
      fault = Optional.of("its list of items cannot be read");
    } else if (isSource) {
      fault = judge(item.orElseThrow(), text.substring(1));
      item = Optional.empty();
    } else {
      item = Optional.of(text);
    }
  }

  private Optional<String> judge(String entry, String source) {
    if (entry.length() < 2) {
      return Optional.of("its list of items cannot be read");
    }
    var path = entry.substring(1);
    if (entry.charAt(0) == SYMLINK) {
      links.add(path);
    } else if (links.contains(path)) {
      return Optional.of("it holds " + path + " twice, once as a symbolic link");
    } else if (!source.isEmpty() && (leadsElsewhere(source) || links.contains(source))) {
      return Optional.of("it holds %s as a further name of %s".formatted(path, source));
    }
    return leadsElsewhere(path) ? Optional.of("it holds the path " + path) : Optional.empty();
  }

  private boolean leadsElsewhere(String path) {
    if (path.equals(".")) {
      return false;
    }
    for (int start = 0; start <= path.length(); ) {
      int slash = path.indexOf('/', start);
      int end = slash < 0 ? path.length() : slash;
      var part = path.substring(start, end);
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        return true;
      }
      if (slash >= 0 && links.contains(path.substring(0, slash))) {
        return true;
      }
      start = end + 1;
    }
    return false;
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
