package dev.holdfast.lab;

import dev.holdfast.testkit.SshKeyFile;
import dev.holdfast.testkit.SshdSetup;
import dev.holdfast.testkit.ThrowawaySshd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/// One machine of the lab: an sshd with a directory of its own, where its home, its temporary
/// files, its borg and its Borg caches are, so that several machines share one user without
/// meeting.
///
/// @param name what the fleet calls it
/// @param directory all it has
/// @param sshd how the controller enters it
public record LabHost(String name, Path directory, ThrowawaySshd sshd) implements AutoCloseable {
  /// Starts a machine that lets this key in.
  ///
  /// @param setup further wishes for its sshd
  static LabHost start(Path directory, SshKeyFile login, SshdSetup setup) throws IOException {
    for (var part : new String[] {"home", "tmp", "run", "bin", "data"}) {
      Files.createDirectories(directory.resolve(part));
    }
    Files.setPosixFilePermissions(
        directory.resolve("run"), PosixFilePermissions.fromString("rwx------"));
    var environment =
        ("SetEnv HOME=%1$s/home TMPDIR=%1$s/tmp XDG_RUNTIME_DIR=%1$s/run BORG_BASE_DIR=%1$s/home"
                + " LC_ALL=C.UTF-8")
            .formatted(directory);
    var sshd =
        ThrowawaySshd.start(
            directory.resolve("sshd"), setup.key(login.publicLine()).line(environment));
    var host = new LabHost(directory.getFileName().toString(), directory, sshd);
    host.healBorg();
    return host;
  }

  /// The borg that the fleet is told to start here.
  public Path borg() {
    return directory.resolve("bin/borg");
  }

  /// What is backed up.
  public Path data() {
    return directory.resolve("data");
  }

  /// Where single-use sockets are.
  public Path sockets() {
    return directory.resolve("run");
  }

  /// Where its programs put temporary files.
  public Path temporary() {
    return directory.resolve("tmp");
  }

  /// Puts another program in borg's place.
  ///
  /// @param script lines after `#!/bin/sh`; `$REAL_BORG` starts the genuine one
  public void replaceBorg(String script) throws IOException {
    // Written beside and renamed: a program that runs at this moment keeps its own file.
    var next = directory.resolve("bin/borg.next");
    Files.writeString(
        next, "#!/bin/sh\nREAL_BORG=%s\n%s\n".formatted(Programs.find("borg"), script));
    Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.move(next, borg(), StandardCopyOption.REPLACE_EXISTING);
  }

  /// Puts the genuine borg back.
  public void healBorg() throws IOException {
    replaceBorg("exec \"$REAL_BORG\" \"$@\"");
  }

  @Override
  public void close() {
    sshd.close();
  }
}
