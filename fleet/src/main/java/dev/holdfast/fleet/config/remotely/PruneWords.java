package dev.holdfast.fleet.config.remotely;

import dev.holdfast.borg.retention.Age;
import dev.holdfast.borg.retention.KeepRules;
import dev.holdfast.borg.retention.Period;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Words for `borg prune` that say how long archives stay.
final class PruneWords {
  private static final Map<String, Period> OPTIONS =
      Map.ofEntries(
          Map.entry("--keep-last", Period.SECONDLY),
          Map.entry("--keep-secondly", Period.SECONDLY),
          Map.entry("--keep-minutely", Period.MINUTELY),
          Map.entry("--keep-hourly", Period.HOURLY),
          Map.entry("-H", Period.HOURLY),
          Map.entry("--keep-daily", Period.DAILY),
          Map.entry("-d", Period.DAILY),
          Map.entry("--keep-weekly", Period.WEEKLY),
          Map.entry("-w", Period.WEEKLY),
          Map.entry("--keep-monthly", Period.MONTHLY),
          Map.entry("-m", Period.MONTHLY),
          Map.entry("--keep-13weekly", Period.QUARTERLY_13WEEKLY),
          Map.entry("--keep-3monthly", Period.QUARTERLY_3MONTHLY),
          Map.entry("--keep-yearly", Period.YEARLY),
          Map.entry("-y", Period.YEARLY));
  private static final Pattern COUNT = Pattern.compile("-1|\\d{1,6}");

  private PruneWords() {}

  /// The rules; empty if any word says something else, so that nothing is dropped by half of what
  /// was said.
  static Optional<KeepRules> parse(String setting) {
    var rules = KeepRules.builder();
    var words =
        List.of(setting.strip().replaceAll("(?<=^|\\s)(--[a-z0-9-]+)=", "$1 ").split("\\s+"))
            .iterator();
    while (words.hasNext()) {
      var option = words.next();
      var value = words.hasNext() ? words.next() : "";
      var period = OPTIONS.get(option);
      if (period != null && COUNT.matcher(value).matches()) {
        rules.keep(period, Integer.parseInt(value));
      } else if (option.equals("--keep-within") && age(value).isPresent()) {
        age(value).ifPresent(rules::within);
      } else {
        return Optional.empty();
      }
    }
    return rules.any();
  }

  private static Optional<Duration> age(String text) {
    try {
      return Optional.of(Age.parse(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
