package dev.holdfast.fleet.config;

import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import java.util.List;
import java.util.stream.Collectors;

/// A configuration that cannot be used, with everything that is wrong with it.
public final class ConfigException extends FleetException {
  private static final long serialVersionUID = 1L;

  private final transient List<Fault> faults;

  /// @param faults at least one
  public ConfigException(List<Fault> faults) {
    super(
        ErrorCode.CONFIG_INVALID,
        sentence(faults),
        "correct it and run `holdfast config validate`");
    this.faults = List.copyOf(faults);
  }

  private static String sentence(List<Fault> faults) {
    if (faults.size() == 1) {
      return faults.getFirst().toString();
    }
    return faults.stream()
        .map(Fault::toString)
        .collect(
            Collectors.joining("\n", "the configuration has " + faults.size() + " errors:\n", ""));
  }

  /// Everything that is wrong, in the order of the file.
  public List<Fault> faults() {
    return faults;
  }
}
