package dev.holdfast.fleet.config.tree;

import dev.holdfast.fleet.config.ConfigException;
import dev.holdfast.fleet.config.Fault;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Collects what is wrong with one source.
public final class Faults {
  /// More are not collected; the first ones are what a person corrects first.
  public static final int FAULTS_MAX = 100;

  private final String source;
  private final List<Fault> faults = new ArrayList<>();

  /// @param source the name that messages start with
  public Faults(String source) {
    this.source = source;
  }

  /// Adds a fault without a suggestion.
  public void add(Position at, String sentence) {
    add(at, sentence, Optional.empty());
  }

  /// Adds a fault that says what to write instead.
  public void add(Position at, String sentence, String suggestion) {
    add(at, sentence, Optional.of(suggestion));
  }

  /// Adds a fault, unless exactly this one is known.
  public void add(Position at, String sentence, Optional<String> suggestion) {
    var fault = new Fault(source, at.line(), at.column(), sentence, suggestion);
    if (faults.size() < FAULTS_MAX && !faults.contains(fault)) {
      faults.add(fault);
    }
  }

  /// Whether nothing was wrong so far.
  public boolean isEmpty() {
    return faults.isEmpty();
  }

  /// Throws what was collected, if anything.
  public void throwIfAny() {
    if (!faults.isEmpty()) {
      throw exception();
    }
  }

  /// What was collected, plus one last fault.
  public ConfigException exception(Position at, String sentence, String suggestion) {
    add(at, sentence, suggestion);
    return exception();
  }

  private ConfigException exception() {
    return new ConfigException(
        faults.stream()
            .sorted(Comparator.comparingInt(Fault::line).thenComparingInt(Fault::column))
            .toList());
  }
}
