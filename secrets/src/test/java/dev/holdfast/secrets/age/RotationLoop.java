package dev.holdfast.secrets.age;

import dev.holdfast.secrets.file.PrivateFiles;
import java.io.IOException;
import java.nio.file.Path;

/// A process that rotates the identity of a store again and again, until somebody kills it.
final class RotationLoop {
  private RotationLoop() {}

  public static void main(String[] directory) throws IOException {
    var age = open(Path.of(directory[0]));
    while (true) {
      age.rotateIdentity();
      System.out.println("rotated");
    }
  }

  static AgeSecrets open(Path directory) throws IOException {
    return new AgeSecrets(
        directory.resolve("secrets.age"),
        directory.resolve("identity.txt"),
        new PrivateFiles(PrivateFiles.ownUid()),
        Thread::onSpinWait);
  }
}
