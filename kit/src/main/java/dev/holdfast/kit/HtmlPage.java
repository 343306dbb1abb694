package dev.holdfast.kit;

import java.nio.charset.StandardCharsets;

/// The page for a browser: one file, which loads nothing from anywhere.
public final class HtmlPage {
  /// Before and after the lines of the key, for whoever reads the page back.
  static final String KEY_BEGIN = "<pre id=\"paper-key\">";

  static final String KEY_END = "</pre>";

  private static final int QUIET = 4;
  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <title>TITLE</title>
      <style>
      body { font: 11pt/1.4 sans-serif; max-width: 48em; margin: 2em auto; padding: 0 1em; color: #000; background: #fff }
      h1 { font-size: 1.6em } h2 { font-size: 1.15em; margin: 1.4em 0 .4em }
      p { margin: .5em 0 } pre { font: 10.5pt/1.45 monospace; margin: .4em 0 .8em; white-space: pre-wrap; overflow-wrap: anywhere }
      dl { display: grid; grid-template-columns: max-content 1fr; gap: .15em 1.2em; margin: .8em 0 }
      dt { font-weight: bold } dd { margin: 0; overflow-wrap: anywhere; font-family: monospace }
      .hand { border-bottom: 1px solid; height: 2.2em; margin: .2em 0 1em }
      .key { break-inside: avoid } svg { width: 82mm; height: 82mm }
      @media print { body { margin: 0; max-width: none } @page { margin: 18mm } pre { break-inside: avoid } }
      </style>
      </head>
      <body>
      """;

  private final StringBuilder html = new StringBuilder();
  private boolean inFacts;

  private HtmlPage() {}

  /// The file's content, UTF-8. It holds what the page holds: the passphrase, if that is on it.
  public static byte[] of(KitPage page) {
    var html = new HtmlPage();
    html.html.append(HEAD.replace("TITLE", escaped("Recovery kit: " + page.target())));
    PageText.of(page).forEach(html::add);
    html.facts(false);
    html.html.append("</body>\n</html>\n");
    return html.html.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void add(Block block) {
    facts(block instanceof Block.Fact);
    switch (block) {
      case Block.Title(var text) -> line("<h1>", text, "</h1>");
      case Block.Heading(var text) -> line("<h2>", text, "</h2>");
      case Block.Text(var text) -> line("<p>", text, "</p>");
      case Block.Fact(var name, var value) -> {
        line("<dt>", name, "</dt>");
        line("<dd>", value, "</dd>");
      }
      case Block.Commands(var lines) -> line("<pre>", String.join("\n", lines), "</pre>");
      case Block.PaperKey(var lines) -> line(KEY_BEGIN, String.join("\n", lines), KEY_END);
      case Block.Qr(var text) -> qr(QrSquares.of(text));
      case Block.ByHand(var name) -> line("<div class=\"hand\">", name + ":", "</div>");
    }
  }

  private void facts(boolean wanted) {
    if (wanted != inFacts) {
      html.append(wanted ? "<dl>\n" : "</dl>\n");
      inFacts = wanted;
    }
  }

  private void line(String before, String text, String after) {
    html.append(before).append(escaped(text)).append(after).append('\n');
  }

  private void qr(QrSquares squares) {
    var side = squares.side() + 2 * QUIET;
    html.append("<div class=\"key\"><svg viewBox=\"0 0 %d %d\"".formatted(side, side))
        .append(" shape-rendering=\"crispEdges\" role=\"img\" aria-label=\"QR code of the key\">")
        .append("<path d=\"");
    squares.forEachBar(bar ->
        html.append(
            "M%d %dh%dv1h-%dz"
                .formatted(bar.column() + QUIET, bar.row() + QUIET, bar.length(), bar.length())));
    html.append("\"/></svg></div>\n");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
