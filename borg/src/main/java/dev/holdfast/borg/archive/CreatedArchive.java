package dev.holdfast.borg.archive;

import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Value;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What `borg create` of all versions from 1.0 on writes into an archive's metadata. Whatever is
/// not like that may be more than a Borg can take, which then ends in the middle of whatever it was
/// asked for: of every later backup, for one.
final class CreatedArchive {
  /// Borg 1.2.5 to 1.2.8 read no longer byte string there.
  static final int RAW_BYTES_MAX = 10_000;

  /// Written together since Borg 1.2, which takes all for there if `nfiles` is.
  private static final List<String> COUNTS =
      List.of("size", "csize", "nfiles", "size_parts", "csize_parts", "nfiles_parts");

  /// Borg 1.0 wrote no comment, and `cwd` came with 1.4.
  private static final List<String> OPTIONAL_TEXTS = List.of("comment", "cwd");

  private static final Set<String> FIELDS =
      Set.of(
          "version",
          "name",
          "comment",
          "items",
          "cmdline",
          "hostname",
          "username",
          "time",
          "time_end",
          "chunker_params",
          "size",
          "csize",
          "nfiles",
          "size_parts",
          "csize_parts",
          "nfiles_parts",
          "cwd",
          "tam");

  private static final Raw BUZHASH = Raw.of("buzhash");
  private static final Raw FIXED = Raw.of("fixed");
  private static final int BUZHASH_PARAMETERS = 4;
  private static final int FIXED_PARAMETERS = 2;

  private CreatedArchive() {}

  /// Whether archives have a field of this name.
  static boolean hasField(String name) {
    return FIELDS.contains(name);
  }

  /// @param fields of which `items` and `cmdline` are known to be lists of byte strings
  static boolean is(Value.Map fields) {
    return fields.entries().keySet().stream().allMatch(CreatedArchive::isKnown)
        && fields.entries().values().stream().allMatch(CreatedArchive::isShort)
        && isText(fields, "hostname")
        && isText(fields, "username")
        && OPTIONAL_TEXTS.stream()
            .allMatch(name -> fields.get(name).isEmpty() || isText(fields, name))
        && fields.get("chunker_params").map(CreatedArchive::isChunker).orElse(true)
        && hasCounts(fields);
  }

  private static boolean isKnown(Raw name) {
    return name.asText().map(FIELDS::contains).orElse(false);
  }

  private static boolean isShort(Value value) {
    return switch (value) {
      case Raw raw -> raw.size() <= RAW_BYTES_MAX;
      case Value.Seq list -> list.items().stream().allMatch(CreatedArchive::isShort);
      case Value.Map _, Value.Int _, Value.Bool _, Value.Nil _, Value.Real _ -> true;
    };
  }

  private static boolean isText(Value.Map fields, String name) {
    return fields.get(name).orElseGet(Value.Nil::new) instanceof Raw;
  }

  /// Before Borg 1.2, only the numbers.
  private static boolean isChunker(Value value) {
    if (!(value instanceof Value.Seq list) || list.items().isEmpty()) {
      return false;
    }
    List<Value> items = list.items();
    Value first = items.getFirst();
    if (first.equals(BUZHASH)) {
      return areNumbers(items.subList(1, items.size()), BUZHASH_PARAMETERS);
    }
    return first.equals(FIXED)
        ? areNumbers(items.subList(1, items.size()), FIXED_PARAMETERS)
        : areNumbers(items, BUZHASH_PARAMETERS);
  }

  private static boolean areNumbers(List<Value> values, int count) {
    return values.size() == count && values.stream().allMatch(Value.Int.class::isInstance);
  }

  private static boolean hasCounts(Value.Map fields) {
    List<Optional<Value>> counts = COUNTS.stream().map(fields::get).toList();
    return counts.stream().allMatch(Optional::isEmpty)
        || counts.stream()
            .allMatch(count ->
                count.orElseGet(Value.Nil::new) instanceof Value.Int(long number) && number >= 0);
  }
}
