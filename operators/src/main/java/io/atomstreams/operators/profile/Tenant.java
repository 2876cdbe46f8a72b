package io.atomstreams.operators.profile;

import java.util.Optional;
import java.util.regex.Pattern;

/** Whose records are profiled together. */
public final class Tenant {

  /** Stands for records that are unreadable or name no tenant. */
  public static final String NONE = "";

  private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private Tenant() {}

  /** What the field {@code tenant} says, if that can be a tenant's name. */
  public static String of(Optional<JsonRecord> record) {
    return record
        .flatMap(json -> json.text("tenant"))
        .filter(tenant -> LEGAL.matcher(tenant).matches())
        .orElse(NONE);
  }
}
