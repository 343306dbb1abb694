package dev.holdfast.secrets.vault;

import dev.holdfast.secrets.Secret;
import java.time.Duration;

/// What a login led to.
///
/// @param secret the token itself
/// @param whose in messages, for example `the token of the login at auth/approle/login`
/// @param isOurs whether we made it, so that we end it
/// @param isRenewable whether its life can be made longer
/// @param life how long it lasts from now on; zero for ever
record VaultToken(
    Secret secret, String whose, boolean isOurs, boolean isRenewable, Duration life) {}
