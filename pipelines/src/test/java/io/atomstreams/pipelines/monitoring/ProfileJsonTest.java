package io.atomstreams.pipelines.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.atomstreams.operators.profile.JsonRecord;
import io.atomstreams.operators.profile.ProfileAccumulator;
import io.atomstreams.operators.profile.Profiler;
import io.atomstreams.pipelines.connector.TopicSettings;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProfileJsonTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(ProfileJsonTest.class.getResourceAsStream("/schemas/profiles.schema.json"));

  private static TopicProfile profile(String... records) {
    Profiler profiler = new Profiler(new Profiler.Options(20, 2, Set.of("type"), Set.of()));
    ProfileAccumulator profile = profiler.createAccumulator();
    for (String record : records) {
      profiler.add(profile, JsonRecord.read(record.getBytes(StandardCharsets.UTF_8)));
    }
    return new TopicProfile("acme", "sales-events", 600_000, 900_000, profiler.getResult(profile));
  }

  @Test
  void profilesComeBackAndFollowTheSchema() throws Exception {
    TopicProfile profile =
        profile(
            "{\"type\":\"a\",\"n\":1,\"o\":{\"b\":true},\"l\":[1.5,null]}",
            "{\"type\":\"é\",\"n\":2}",
            "{\"big\":[1e308,-1e308]}",
            "no JSON");
    byte[] value = ProfileJson.write(profile);

    assertThat(ProfileJson.read(value)).isEqualTo(profile);
    assertThat(SCHEMA.validate(JSON.readTree(value))).isEmpty();
  }

  @Test
  void theBytesOfThisReleaseStayAsTheyAre() {
    String value =
        new String(
            ProfileJson.write(profile("{\"type\":\"a\",\"n\":4}", "{\"n\":null}")),
            StandardCharsets.UTF_8);
    assertThat(value)
        .isEqualTo(
            """
            {"schemaVersion":1,"id":"%s","tenant":"acme","topic":"sales-events",\
            "from":600000,"to":900000,"records":2,"unreadable":0,"omitted":0,"fields":[\
            {"field":"n","values":2,"missing":0,"types":{"null":1,"integer":1},\
            "distinct":{"estimate":1,"low":1,"high":2},\
            "numbers":{"count":1,"min":4.0,"max":4.0,"mean":4.0,"deviation":null,\
            "quantiles":{"p1":4.0,"p5":4.0,"p25":4.0,"p50":4.0,"p75":4.0,"p95":4.0,"p99":4.0}}},\
            {"field":"type","values":1,"missing":1,"types":{"text":1},\
            "distinct":{"estimate":1,"low":1,"high":2},\
            "lengths":{"min":1,"max":1,"mean":1.0},\
            "top":[{"value":"a","atLeast":1,"atMost":1}]}]}"""
                .formatted(profile().id()));
  }

  @Test
  void theSchemaRefusesWhatIsNotInIt() throws Exception {
    String value = new String(ProfileJson.write(profile("{}")), StandardCharsets.UTF_8);
    String more = value.replaceFirst("\\{", "{\"more\":1,");
    assertThat(SCHEMA.validate(JSON.readTree(more))).hasSize(1);
  }

  @Test
  void refusesAVersionItDoesNotKnow() {
    assertThatThrownBy(
            () -> ProfileJson.read("{\"schemaVersion\":2}".getBytes(StandardCharsets.UTF_8)))
        .hasMessage("schemaVersion 2: this release reads 1");
    assertThatThrownBy(() -> ProfileJson.read("oops".getBytes(StandardCharsets.UTF_8)))
        .hasMessageStartingWith("not a profile: ");
  }

  @Test
  void aWindowHasOneId() {
    assertThat(profile("{}").id()).isEqualTo(profile("{\"n\":1}").id()).hasSize(32);
    TopicProfile other = new TopicProfile("acme", "sales-events", 0, 300_000, profile().profile());
    assertThat(other.id()).isNotEqualTo(profile().id());
  }

  @Test
  void theLargestProfileFitsItsTopic() {
    Profiler profiler = new Profiler(new Profiler.Options(500, 0, Set.of(), Set.of()));
    ProfileAccumulator profile = profiler.createAccumulator();
    String name = "\\u0001".repeat(97);
    for (int i = 0; i < 493; i++) {
      String json = ("{\"" + name + "\":").repeat(7) + "{\"" + name + i + "\":" + i + ".5}";
      json += "}".repeat(7);
      profiler.add(profile, JsonRecord.read(json.getBytes(StandardCharsets.UTF_8)));
    }
    TopicProfile largest =
        new TopicProfile("acme", "sales-events", 0, 1, profiler.getResult(profile));

    assertThat(largest.profile().fields()).hasSize(500);
    assertThat(ProfileJson.write(largest).length)
        .isBetween(TopicSettings.LARGEST_PROFILE / 2, TopicSettings.LARGEST_PROFILE);
  }
}
