package io.atomstreams.operators.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.state.BytesInput;
import io.atomstreams.operators.state.BytesOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Profiles that the first release stored are read by every later one. */
class ProfileCodecTest {

  private static final Path FILE = Path.of("..", "testdata", "golden", "profile-v1.hex");
  private static final int[] RECORDS = {0, 1, 20, 300};
  private static final ProfileCodec CODEC = new ProfileCodec();
  private static final Profiler PROFILER =
      new Profiler(new Profiler.Options(40, 3, Set.of("type"), Set.of("customerId")));

  /** Fewer numbers a field than KLL keeps as they are: its own random numbers play no part. */
  private static ProfileAccumulator golden(int records) {
    Random random = new Random(20240102L + records);
    ProfileAccumulator profile = PROFILER.createAccumulator();
    for (int i = 0; i < records; i++) {
      String json =
          random.nextInt(15) == 0
              ? "no JSON"
              : """
              {"tenant":"acme","type":"t%d","customerId":"c%d","value":%d,"x":%s,"note":%s,
               "lines":[{"sku":"s-%d","qty":%d}],"a.b":true}"""
                  .formatted(
                      random.nextInt(9),
                      random.nextInt(2_000),
                      random.nextInt(100_000),
                      random.nextInt(1_000) / 8.0,
                      random.nextBoolean() ? "null" : "\"é\"",
                      random.nextInt(50),
                      1 + random.nextInt(4));
      PROFILER.add(profile, JsonRecord.read(json.getBytes(StandardCharsets.UTF_8)));
    }
    return profile;
  }

  private static byte[] bytes(ProfileAccumulator profile) throws IOException {
    BytesOutput out = new BytesOutput();
    CODEC.write(profile, out);
    return java.util.Arrays.copyOf(out.array(), out.size());
  }

  private static ProfileAccumulator read(byte[] bytes) throws IOException {
    BytesInput in = new BytesInput().open(bytes, 0, bytes.length);
    ProfileAccumulator profile = CODEC.read(in, 1);
    assertThat(in.available()).isZero();
    return profile;
  }

  private static List<String> lines() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int records : RECORDS) {
      lines.add(records + " " + HexFormat.of().formatHex(bytes(golden(records))));
    }
    return lines;
  }

  private static List<String> stored() throws IOException {
    if (Boolean.getBoolean("atom.golden.write")) {
      Files.writeString(FILE, String.join("\n", lines()) + "\n");
    }
    return Files.readAllLines(FILE);
  }

  @Test
  void storedProfilesAreReadAndSayWhatTheySaidThen() throws IOException {
    for (String line : stored()) {
      String[] parts = line.split(" ", -1);
      ProfileAccumulator profile = read(HexFormat.of().parseHex(parts[1]));

      assertThat(PROFILER.getResult(profile))
          .isEqualTo(PROFILER.getResult(golden(Integer.parseInt(parts[0]))));
    }
  }

  @Test
  void theGeneratorStillMakesTheFile() throws IOException {
    assertThat(lines()).isEqualTo(stored());
  }

  @Test
  void aReadProfileGoesOnAsTheOneThatWasWritten() throws IOException {
    ProfileAccumulator profile = golden(300);
    ProfileAccumulator again = read(bytes(profile));
    for (ProfileAccumulator each : List.of(profile, again)) {
      PROFILER.merge(each, golden(20));
    }

    assertThat(PROFILER.getResult(again)).isEqualTo(PROFILER.getResult(profile));
  }

  @Test
  void aCopySharesNothing() {
    ProfileAccumulator profile = golden(20);
    Profile before = PROFILER.getResult(profile);
    PROFILER.merge(CODEC.copy(profile), golden(300));

    assertThat(PROFILER.getResult(profile)).isEqualTo(before);
  }
}
