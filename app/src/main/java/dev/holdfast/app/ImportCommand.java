package dev.holdfast.app;

import dev.holdfast.fleet.config.remotely.RemotelyImport;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.secrets.age.AgeSecrets;
import dev.holdfast.secrets.file.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "import",
    header = "Turn the configuration of another tool into a fleet.yaml.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  holdfast import borg-backup-remotely --from config.toml --to /etc/holdfast"
    })
final class ImportCommand {
  @Command(
      name = "borg-backup-remotely",
      header = "Write fleet.yaml, and move keys and passphrases into an age store beside it.",
      footer = {
        "",
        "Examples:",
        "  holdfast import borg-backup-remotely --from config.toml --to /etc/holdfast"
      })
  int remotely(
      @Option(
              names = "--from",
              paramLabel = "FILE",
              required = true,
              description = "Its TOML; - reads standard input.")
          String from,
      @Option(
              names = "--to",
              paramLabel = "DIR",
              required = true,
              description = "Where to write; nothing there is overwritten.")
          Path directory) {
    var surroundings = Surroundings.ofProcess();
    var source = new ConfigLocation(surroundings).read(from);
    var files = List.of("fleet.yaml", "secrets.age", "identity.txt");
    refuseIfPresent(directory, files);
    var imported = RemotelyImport.toYaml(source);
    var store =
        new AgeSecrets(
            directory.resolve("secrets.age"),
            directory.resolve("identity.txt"),
            new PrivateFiles(surroundings.uid()),
            Surroundings::pause);
    for (var kept : imported.secrets()) {
      try (var secret = kept.secret()) {
        store.keep(kept.ref().locator(), secret);
      }
    }
    write(directory.resolve("fleet.yaml"), imported.yaml());
    surroundings
        .out()
        .printf(
            "wrote %s to %s%nnext: holdfast config validate --config %s%n",
            String.join(", ", files), directory, directory.resolve("fleet.yaml"));
    return ExitCodes.SUCCESS;
  }

  private static void refuseIfPresent(Path directory, List<String> names) {
    for (var name : names) {
      if (Files.exists(directory.resolve(name))) {
        throw new FleetException(
            ErrorCode.DESTINATION_UNUSABLE,
            directory.resolve(name) + " exists already",
            "name another directory with --to");
      }
    }
    if (!Files.isDirectory(directory)) {
      throw new FleetException(
          ErrorCode.DESTINATION_UNUSABLE,
          directory + " is no directory",
          "mkdir -m 700 " + directory);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
    } catch (IOException e) {
      throw new FleetException(
          ErrorCode.DESTINATION_UNUSABLE,
          file + " cannot be written: " + e.getMessage(),
          "free space or name another directory with --to",
          e);
    }
  }
}
