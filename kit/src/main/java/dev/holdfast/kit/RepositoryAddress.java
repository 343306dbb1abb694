package dev.holdfast.kit;

/// A repository as borg's command line names it.
final class RepositoryAddress {
  private RepositoryAddress() {}

  static String of(KitPage.Place place) {
    return place.login().map(login -> remote(login, place.path())).orElse(place.path());
  }

  private static String remote(KitPage.Login login, String path) {
    var host = login.host().contains(":") ? "[" + login.host() + "]" : login.host();
    var below = path.startsWith("/") ? path : "/" + path;
    return "ssh://%s@%s:%d%s".formatted(login.user(), host, login.port(), below);
  }
}
