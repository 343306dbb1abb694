package dev.holdfast.app;

import dev.holdfast.app.terminal.Visible;
import dev.holdfast.fleet.run.KeyRestorePlan;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// Prints what is done with keys, for a person or as one JSON document.
final class KeyOutput {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final PrintStream out;
  private final boolean json;

  KeyOutput(PrintStream out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /// A key, which is locked.
  void key(String target, String text) {
    if (json) {
      document(Map.of("target", target, "key", text));
    } else {
      out.print(text);
      out.flush();
    }
  }

  /// Where a key was written.
  void written(String target, String file) {
    if (json) {
      document(Map.of("target", target, "file", file));
    } else {
      out.println(target + ": key written to " + Visible.text(file));
    }
  }

  /// What would be put back.
  void restore(KeyRestorePlan plan) {
    var target = plan.target().name();
    if (json) {
      var row = new LinkedHashMap<String, Object>();
      row.put("target", target);
      row.put("stored", plan.stored());
      row.put("kept", plan.kept());
      row.put("needed", plan.needed());
      document(row);
    } else if (plan.needed()) {
      out.printf("%s: the repository holds %s%n", target, plan.stored());
      out.printf("  the kept key opens it, and would be put there: %s%n", plan.kept());
    } else {
      out.println(target + ": the repository holds the key that is kept, there is nothing to do");
    }
  }

  /// That it was.
  void restored(String target) {
    if (!json) {
      out.println(target + ": the kept key is in the repository");
      out.println("  next: holdfast audit " + target + ", then close the findings");
    }
  }

  private void document(Object value) {
    out.println(JSON.writeValueAsString(value));
  }
}
