package dev.holdfast.app;

import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.run.Restore;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "restore",
    header = "Extract an archive, or parts of it, into a directory of the controller.",
    footer = {
      "",
      "Examples:",
      "  holdfast restore web1::web1-2026-11-20T02:00:00Z --to /tmp/web1",
      "  holdfast restore web1::latest /etc/ssh /home/ann/thesis.tex --to ./found"
    })
final class RestoreCommand implements Callable<Integer> {
  @ParentCommand private HoldfastCommand parent = new HoldfastCommand();

  @Parameters(
      index = "0",
      paramLabel = "TARGET::ARCHIVE",
      description = "The archive; `latest` names the newest one.")
  private String archive = "";

  @Parameters(
      index = "1..*",
      paramLabel = "PATH",
      arity = "0..*",
      description = "Paths inside the archive; everything if none is named.")
  private List<String> paths = List.of();

  @Option(
      names = "--to",
      paramLabel = "DIR",
      required = true,
      description = "Where to put the files: a directory that is empty or does not exist yet.")
  private Path destination = Path.of(".");

  @Override
  public Integer call() {
    var parts = archive.split("::", 2);
    if (parts.length < 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
      throw new FleetException(
          ErrorCode.USAGE,
          "'" + archive + "' does not name an archive",
          "write TARGET::ARCHIVE; `holdfast list` shows the archives");
    }
    try (var assembly = parent.assemble()) {
      var target = assembly.targets(List.of(parts[0])).getFirst();
      var restore = new Restore(parts[1], paths, destination.toAbsolutePath().toString());
      return assembly.runs().execute(runner -> List.of(runner.restore(target, restore)));
    }
  }
}
