package io.atomstreams.operators.profile;

/**
 * What some of the records of one topic, tenant and window look like: a part of a profile, or all
 * of it.
 *
 * @param tenant {@link Tenant#NONE} for records that name none
 * @param start of the window, ms since the epoch
 * @param end of the window, not part of it
 */
public record ProfilePart(
    String topic, String tenant, long start, long end, ProfileAccumulator profile) {

  /** What parts of one profile share, beside their window. */
  public String key() {
    return tenant + "|" + topic;
  }
}
