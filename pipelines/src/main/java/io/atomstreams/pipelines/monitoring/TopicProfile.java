package io.atomstreams.pipelines.monitoring;

import io.atomstreams.operators.event.RecordId;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.profile.Profile;

/**
 * What one tenant's records on one topic looked like in a span of time.
 *
 * @param tenant empty for records that name none
 * @param topic full name
 * @param from ms since the epoch by the broker's clock
 * @param to its end, not part of it
 */
public record TopicProfile(String tenant, String topic, long from, long to, Profile profile) {

  /** The same window of the same topic and tenant always has the same id. */
  public String id() {
    return RecordId.of(
        "profile", tenant, Long.toString(to - from), new SourcePosition(topic, 0, from));
  }

  /** Key on the topic {@code profiles}. */
  public String key() {
    return tenant + "|" + topic;
  }
}
