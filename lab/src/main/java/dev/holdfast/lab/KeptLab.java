package dev.holdfast.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A lab that outlives the demo, with two small programs in its directory.
///
/// @param holdfast runs the product on this fleet, with the lab's own home
/// @param stop ends every process and removes everything
record KeptLab(Path holdfast, Path stop) {
  static KeptLab write(Lab lab, Path launcher) throws IOException {
    var home = lab.controller();
    var run =
        """
        export HOME='%1$s' TMPDIR='%1$s/tmp' STATE_DIRECTORY='%1$s/state'
        exec '%2$s' --config '%3$s' "$@"
        """
            .formatted(home, launcher, lab.config("fleet"));
    var pids =
        Stream.of(Stream.of(lab.vault()), lab.targets().stream())
            .flatMap(hosts -> hosts)
            .map(host -> Long.toString(host.sshd().pid()))
            .collect(Collectors.joining(" "));
    // A pid may belong to somebody else by then: only a process that names this directory is ended.
    var stop =
        """
        for pid in %s; do
          ! grep -q '%s' "/proc/$pid/cmdline" 2>/dev/null || kill "$pid"
        done
        rm -rf '%s'
        """
            .formatted(pids, lab.directory(), lab.directory());
    return new KeptLab(
        script(lab.directory().resolve("holdfast"), run),
        script(lab.directory().resolve("stop"), stop));
  }

  private static Path script(Path file, String lines) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + lines);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }
}
