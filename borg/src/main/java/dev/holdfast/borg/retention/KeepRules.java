package dev.holdfast.borg.retention;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// How many archives of which period are kept.
///
/// @param within everything younger than this is kept
/// @param counts for each period, how many; [#ALL] for no end
public record KeepRules(Optional<Duration> within, SortedMap<Period, Integer> counts) {
  /// A count without end.
  public static final int ALL = -1;

  /// @throws IllegalArgumentException if a count is below [#ALL], or nothing would be kept
  public KeepRules {
    counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
    if (counts.values().stream().anyMatch(count -> count < ALL)) {
      throw new IllegalArgumentException("a count is below -1");
    }
    if (within.isEmpty() && counts.values().stream().allMatch(count -> count == 0)) {
      throw new IllegalArgumentException("the rules keep nothing");
    }
  }

  public static Builder builder() {
    return new Builder();
  }

  /// Collects rules.
  public static final class Builder {
    private Optional<Duration> within = Optional.empty();
    private final Map<Period, Integer> counts = new EnumMap<>(Period.class);

    private Builder() {}

    public Builder within(Duration age) {
      within = Optional.of(age);
      return this;
    }

    public Builder keep(Period period, int count) {
      counts.put(period, count);
      return this;
    }

    /// The rules, or none if they would keep nothing.
    public Optional<KeepRules> any() {
      var none = within.isEmpty() && counts.values().stream().allMatch(count -> count == 0);
      return none ? Optional.empty() : Optional.of(build());
    }

    /// @throws IllegalArgumentException if the rules keep nothing
    public KeepRules build() {
      return new KeepRules(within, new TreeMap<>(counts));
    }
  }
}
