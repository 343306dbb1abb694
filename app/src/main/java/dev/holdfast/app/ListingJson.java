package dev.holdfast.app;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.holdfast.fleet.ledger.Difference;
import dev.holdfast.fleet.run.Listing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One target of `holdfast list --json`; the shape is documented in `docs/user/json.md`.
@JsonInclude(JsonInclude.Include.NON_NULL)
record ListingJson(
    String target,
    boolean known,
    List<Archive> archives,
    List<Difference> differences,
    @Nullable String code,
    @Nullable String message,
    @Nullable String next) {
  /// One archive; the time is when it was started.
  record Archive(String name, String id, String time) {}

  static ListingJson of(Listing listing) {
    var archives =
        listing.archives().stream()
            .map(entry -> new Archive(entry.name(), entry.id(), entry.time().toString()))
            .toList();
    return listing
        .failure()
        .map(failure ->
            new ListingJson(
                listing.target(),
                listing.known(),
                archives,
                listing.differences(),
                failure.code().id(),
                failure.sentence(),
                failure.nextStep()))
        .orElseGet(() ->
            new ListingJson(
                listing.target(),
                listing.known(),
                archives,
                listing.differences(),
                null,
                null,
                null));
  }
}
