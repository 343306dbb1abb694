package dev.holdfast.app;

import picocli.CommandLine.IVersionProvider;

/// The version of the jar that runs.
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    var version = Version.class.getPackage().getImplementationVersion();
    return new String[] {"holdfast " + (version == null ? "(not packaged)" : version)};
  }
}
