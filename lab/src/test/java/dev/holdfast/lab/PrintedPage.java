package dev.holdfast.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A page of the recovery kit in the hands of somebody who has BorgBackup, a login on the
/// repository host and the passphrase, and no Holdfast.
///
/// @param text the page's HTML
record PrintedPage(String text) {
  private static final Pattern COMMANDS = Pattern.compile("<pre>(.*?)</pre>", Pattern.DOTALL);
  private static final Pattern KEY =
      Pattern.compile("<pre id=\"paper-key\">(.*?)</pre>", Pattern.DOTALL);

  static PrintedPage in(Path file) throws IOException {
    return new PrintedPage(Files.readString(file));
  }

  /// Types all commands of the page, but for the first, which installs BorgBackup, and the last,
  /// which extracts only a part.
  ///
  /// @param desk where the person works; `restored` is made there
  /// @param ssh how the person logs in
  /// @param archive what the person wants
  Ran follow(Path desk, String ssh, String passphrase, String archive) throws IOException {
    Files.createDirectories(desk);
    var script = new ArrayList<String>();
    commands().skip(1).forEach(script::add);
    script.removeLast();
    var builder = new ProcessBuilder("bash", "-euc", String.join("\n", script));
    builder.directory(desk.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("BORG_"));
    builder.environment().put("HOME", desk.toString());
    builder.environment().put("BORG_RSH", ssh);
    builder.environment().put("ARCHIVE", archive);
    var errors = Files.createTempFile(desk, "said", "");
    var process = builder.redirectError(errors.toFile()).start();
    try (var keyboard = process.getOutputStream()) {
      var typed = passphrase + "\n" + String.join("\n", typedKey()) + "\n";
      keyboard.write(typed.getBytes(StandardCharsets.UTF_8));
    }
    var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ran(process.onExit().join().exitValue(), out, Files.readString(errors));
  }

  private Stream<String> commands() {
    return COMMANDS
        .matcher(text)
        .results()
        .flatMap(block -> plain(block.group(1)).lines())
        .map(line -> line.replace("::ARCHIVE", "\"::$ARCHIVE\""));
  }

  /// What stands behind the number of each line.
  private List<String> typedKey() {
    var matcher = KEY.matcher(text);
    if (!matcher.find()) {
      throw new IllegalStateException("there is no key on the page");
    }
    return plain(matcher.group(1))
        .lines()
        .filter(line -> !line.isBlank())
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .toList();
  }

  private static String plain(String html) {
    return html.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
  }
}
