package dev.holdfast.fleet.config.read;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// What Borg's own options take, checked before a run finds out.
final class BorgWords {
  private static final Set<String> FILES_CACHE =
      Set.of("ctime", "mtime", "size", "inode", "rechunk", "disabled");
  private static final Pattern PATTERN_LINE = Pattern.compile("(?s)([-+!] ?|[RP] ).+");

  /// Options that Holdfast sets itself, with the key that belongs to each, if there is one.
  private static final List<OwnOption> OWN =
      List.of(
          new OwnOption("exclude", "e", "excludes"),
          new OwnOption("exclude-from", "", "excludes"),
          new OwnOption("pattern", "", "patterns"),
          new OwnOption("patterns-from", "", "patterns"),
          new OwnOption("compression", "C", "compression"),
          new OwnOption("one-file-system", "x", "one_file_system"),
          new OwnOption("files-cache", "", "files_cache"),
          new OwnOption("exclude-caches", "", "exclude_caches"),
          new OwnOption("exclude-if-present", "", "exclude_if_present"),
          new OwnOption("keep-exclude-tags", "", "keep_exclude_tags"),
          new OwnOption("upload-ratelimit", "", "upload_rate"),
          new OwnOption("remote-ratelimit", "", "upload_rate"),
          new OwnOption("checkpoint-interval", "c", "checkpoint"),
          new OwnOption("lock-wait", "", "lock_wait"),
          new OwnOption("rsh", "", ""),
          new OwnOption("remote-path", "", ""),
          new OwnOption("dry-run", "n", ""),
          new OwnOption("json", "", ""),
          new OwnOption("log-json", "", ""),
          new OwnOption("progress", "p", ""),
          new OwnOption("stats", "s", ""),
          new OwnOption("paths-from-stdin", "", ""),
          new OwnOption("paths-from-command", "", ""),
          new OwnOption("content-from-command", "", ""),
          new OwnOption("help", "h", ""));

  private record OwnOption(String name, String letter, String key) {
    boolean isMeantBy(String word) {
      var option = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
      return option.equals("--" + name)
          || (!letter.isEmpty() && word.startsWith("-" + letter) && !word.startsWith("--"));
    }
  }

  private BorgWords() {}

  /// As `borg create --compression` takes it.
  static String compression(String text) {
    if (!isCompression(List.of(text.split(",", -1)), true)) {
      throw new IllegalArgumentException(
          "is no compression of Borg: none, lz4, zstd[,1-22], zlib[,0-9], lzma[,0-9], auto,…");
    }
    return text;
  }

  private static boolean isCompression(List<String> words, boolean canNest) {
    var rest = words.subList(1, words.size());
    return switch (words.getFirst()) {
      case "none", "lz4" -> rest.isEmpty();
      case "zstd" -> isLevel(rest, 1, 22);
      case "zlib", "lzma" -> isLevel(rest, 0, 9);
      case "auto" -> canNest && !rest.isEmpty() && isCompression(rest, false);
      case "obfuscate" ->
          canNest && rest.size() > 1 && isLevel(rest.subList(0, 1), 1, 250) && isObfuscated(rest);
      default -> false;
    };
  }

  private static boolean isObfuscated(List<String> rest) {
    return isCompression(rest.subList(1, rest.size()), rest.get(1).equals("auto"));
  }

  private static boolean isLevel(List<String> rest, int least, int most) {
    if (rest.isEmpty()) {
      return true;
    }
    if (rest.size() > 1 || !rest.getFirst().matches("\\d{1,3}")) {
      return false;
    }
    var level = Integer.parseInt(rest.getFirst());
    return level >= least && level <= most;
  }

  /// As `borg create --files-cache` takes it.
  static String filesCache(String text) {
    for (var word : text.split(",", -1)) {
      if (!FILES_CACHE.contains(word)) {
        throw new IllegalArgumentException(
            "is no files cache mode of Borg, for example ctime,size,inode or disabled");
      }
    }
    return text;
  }

  /// As `borg create --pattern` takes it.
  static String pattern(String text) {
    if (!PATTERN_LINE.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "is no pattern line of Borg: start with '+ ', '- ', '! ', 'R ' or 'P '");
    }
    return Texts.some(text);
  }

  /// A further word for `borg create`.
  static String createOption(String text) {
    for (var own : OWN) {
      if (own.isMeantBy(text)) {
        throw new IllegalArgumentException(
            own.key().isEmpty()
                ? "is set by Holdfast itself"
                : "has a key of its own: " + own.key());
      }
    }
    return Texts.some(text);
  }
}
