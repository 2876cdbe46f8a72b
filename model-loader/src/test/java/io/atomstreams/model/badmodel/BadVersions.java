package io.atomstreams.model.badmodel;

import io.atomstreams.model.engine.linear.LinearWeights;
import io.atomstreams.model.registry.ArtifactLimits;
import io.atomstreams.model.registry.ModelManifest;
import io.atomstreams.model.registry.SigningKey;
import io.atomstreams.model.registry.Tampering;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Stored versions that were tampered with, weights that are none, and models over a limit. */
final class BadVersions {

  private static final Optional<SigningKey> TRUSTED = Optional.of(GoodModels.KEY);

  private BadVersions() {}

  static List<BadModel> all() {
    List<BadModel> all = new ArrayList<>();
    blobs(all);
    manifests(all);
    signatures(all);
    weights(all);
    limits(all);
    return all;
  }

  private interface Change {
    void make(Tampering version, ModelManifest manifest) throws IOException;
  }

  private static BadModel stored(String name, String reason, Change change) {
    return new BadModel(
        name,
        reason,
        empty -> {
          ModelManifest second = GoodModels.two(empty);
          change.make(new Tampering(empty.resolve("registry"), GoodModels.SECOND), second);
          GoodModels.stage(empty);
        });
  }

  private static void blobs(List<BadModel> all) {
    for (int cut = 0; cut < 10; cut++) {
      int share = cut;
      all.add(
          stored(
              "a blob cut off at " + share + "/10",
              "artifact weights.json has \\d+ bytes, the manifest says",
              (version, manifest) -> {
                Path blob = version.blob(manifest.artifacts().get(0).sha256());
                byte[] whole = Files.readAllBytes(blob);
                Files.write(blob, Arrays.copyOf(whole, whole.length * share / 10));
              }));
      all.add(
          stored(
              "a blob with a bit flipped at " + share + "/10",
              "artifact weights.json has SHA-256 .* the manifest says",
              (version, manifest) -> {
                Path blob = version.blob(manifest.artifacts().get(0).sha256());
                byte[] bytes = Files.readAllBytes(blob);
                bytes[bytes.length * share / 10] ^= 1;
                Files.write(blob, bytes);
              }));
    }
    all.add(
        stored(
            "a blob missing",
            "churn@2: cannot be fetched.*NoSuchFile",
            (version, manifest) ->
                Files.delete(version.blob(manifest.artifacts().get(0).sha256()))));
  }

  private static void manifests(List<BadModel> all) {
    for (int cut = 0; cut < 20; cut++) {
      int share = cut;
      all.add(
          stored(
              "a signed manifest cut off at " + share + "/20",
              "manifest.json is no manifest",
              (version, manifest) -> {
                String text = version.text();
                version.replace(text.substring(0, text.length() * share / 20), TRUSTED);
              }));
    }
    for (String text : List.of("[]", "null", "7", "\"manifest\"", "{} {}", "\u0000", "{\"a\":")) {
      all.add(
          stored(
              "a manifest that is " + text,
              "manifest.json is no manifest",
              (version, manifest) -> version.replace(text, TRUSTED)));
    }
    for (String key :
        List.of(
            "name",
            "version",
            "engine",
            "signature",
            "featuresHash",
            "artifacts",
            "baseRate",
            "metrics",
            "data",
            "lineage",
            "golden")) {
      all.add(
          stored(
              "a manifest without " + key,
              "is no key of a manifest|" + key,
              (version, manifest) ->
                  version.replace(
                      version.text().replaceFirst("\"" + key + "\"", "\"x" + key + "\""),
                      TRUSTED)));
    }
    Map<String[], String> edits = new TreeMap<>((a, b) -> Arrays.compare(a, b));
    edits.put(new String[] {"\"f0\", \"f1\"", "\"f1\", \"f0\""}, "the manifest's features hash to");
    edits.put(new String[] {"\"f0\", \"f1\"", "\"f0\", \"f0\""}, "feature f0 is listed twice");
    edits.put(
        new String[] {"\"linear\"", "\"linaer\""}, "linaer is no engine; did you mean linear");
    edits.put(new String[] {"\"linear\"", "\"java\""}, "java is no engine");
    edits.put(new String[] {"\"formatVersion\" : 2", "\"formatVersion\" : 3"}, "formatVersion 3");
    edits.put(new String[] {"\"baseRate\" : 0.25", "\"baseRate\" : 1.5"}, "baseRate 1.5 is not in");
    edits.put(new String[] {"\"baseRate\" : 0.25", "\"baseRate\" : \"NaN\""}, "baseRate NaN");
    edits.put(new String[] {"\"version\" : 2", "\"version\" : 3"}, "describes churn@3");
    edits.put(new String[] {"\"name\" : \"churn\"", "\"name\" : \"fraud\""}, "describes fraud@2");
    edits.put(new String[] {"weights.json", "../weights.json"}, "is no path of a model's file");
    edits.put(new String[] {"weights.json", "/etc/passwd"}, "is no path of a model's file");
    edits.put(new String[] {"weights.json", "a/../b"}, "is no path of a model's file");
    edits.put(new String[] {"weights.json", "other.json"}, "needs weights.json");
    edits.put(new String[] {"\"bytes\" : ", "\"bytes\" : 9999999999"}, "a file may have");
    edits.put(new String[] {"\"bytes\" : ", "\"bytes\" : -"}, "a file may have");
    edits.put(new String[] {"\"column\" : 0", "\"column\" : 1"}, "to be column 1 of output");
    edits.put(new String[] {"\"output\" : \"probability\"", "\"output\" : \"p\""}, "output p");
    edits.put(new String[] {"[ -1, 3 ]", "[ -1, 4 ]"}, "take 4 values a row");
    edits.put(new String[] {"[ -1, 3 ]", "[ 3 ]"}, "its first axis must be free");
    edits.put(new String[] {"[ -1, 3 ]", "[ -1, 3000000000 ]"}, "must be 1 or more and multiply");
    edits.put(new String[] {"\"type\" : \"FLOAT32\"", "\"type\" : \"BFLOAT\""}, "BFLOAT");
    edits.put(
        new String[] {"\"inputs\" : [ -", "\"inputs\" : [ 0.5, -"},
        "has 4 features, the feature list has 3");
    edits.put(
        new String[] {"\"results\" : [ ", "\"results\" : [ 0.5, "},
        "has 2 results, the signature has 1");
    edits.put(new String[] {"\"results\" : [ 0.", "\"results\" : [ 9."}, "golden vector 0 scored");
    edits.put(new String[] {"\"tolerance\" : ", "\"tolerance\" : -"}, "tolerance is -");
    edits.forEach(
        (edit, reason) ->
            all.add(
                stored(
                    "a manifest with " + edit[1],
                    reason,
                    (version, manifest) -> {
                      String text = version.text();
                      String changed = text.replace(edit[0], edit[1]);
                      if (changed.equals(text)) {
                        throw new AssertionError("nothing to edit: " + edit[0]);
                      }
                      version.replace(changed, TRUSTED);
                    })));
    all.add(
        stored(
            "a manifest whose golden vectors are another model's",
            "golden vector 0 scored",
            (version, manifest) -> {
              String text = version.text();
              Path first = version.manifest().resolveSibling("../1/manifest.json").normalize();
              String others = Files.readString(first);
              version.replace(
                  text.substring(0, text.indexOf("\"golden\""))
                      + others.substring(others.indexOf("\"golden\"")),
                  TRUSTED);
            }));
    all.add(
        stored(
            "a manifest without golden vectors",
            "has no golden vectors",
            (version, manifest) ->
                version.replace(
                    version.text().replaceAll("(?s)\"vectors\" : \\[.*\\]", "\"vectors\" : [ ]"),
                    TRUSTED)));
    all.add(
        stored(
            "a manifest of 9 MiB",
            "a manifest may have",
            (version, manifest) -> version.replace(version.text() + " ".repeat(9 << 20), TRUSTED)));
    all.add(
        stored(
            "a manifest nested 5000 deep",
            "manifest.json is no manifest",
            (version, manifest) ->
                version.replace("{\"a\":".repeat(5000) + "1" + "}".repeat(5000), TRUSTED)));
    all.add(
        stored(
            "a manifest with a wrong checksum",
            "cannot be fetched",
            (version, manifest) ->
                version.replace(
                    version.text().replace(manifest.artifacts().get(0).sha256(), "ab".repeat(32)),
                    TRUSTED)));
    all.add(
        stored(
            "a manifest with a checksum that is none",
            "64 lower-case hexadecimal digits",
            (version, manifest) ->
                version.replace(
                    version.text().replace(manifest.artifacts().get(0).sha256(), "../../x"),
                    TRUSTED)));
  }

  private static void signatures(List<BadModel> all) {
    all.add(
        stored(
            "no signature",
            "churn@2 is not signed",
            (version, manifest) -> Files.delete(version.signature())));
    all.add(
        stored(
            "somebody else's signature",
            "signed with key [0-9a-f]{16}, which is not trusted",
            (version, manifest) ->
                version.replace(version.text(), Optional.of(SigningKey.generate()))));
    all.add(
        stored(
            "a manifest changed after it was signed",
            "is not signed",
            (version, manifest) ->
                version.replace(version.text().replace("0.25", "0.35"), Optional.empty())));
    for (int place = 0; place < 8; place++) {
      int at = place;
      all.add(
          stored(
              "a signature with another letter at " + at,
              "the signature of key " + GoodModels.KEY.id() + " does not fit",
              (version, manifest) -> {
                String text = Files.readString(version.signature());
                int start = text.indexOf("\"signature\":\"") + "\"signature\":\"".length() + at * 9;
                char other = text.charAt(start) == 'A' ? 'B' : 'A';
                Files.writeString(
                    version.signature(),
                    text.substring(0, start) + other + text.substring(start + 1));
              }));
    }
    for (String text : List.of("", "{}", "[1]", "no json", "{\"keyId\":null}")) {
      all.add(
          stored(
              "a signature that is '" + text + "'",
              "is no signature",
              (version, manifest) -> Files.writeString(version.signature(), text)));
    }
    all.add(
        stored(
            "a signature by another algorithm",
            "is a signature by none",
            (version, manifest) ->
                Files.writeString(
                    version.signature(),
                    Files.readString(version.signature()).replace("Ed25519", "none"))));
  }

  private static void weights(List<BadModel> all) {
    for (String bad : List.of("NaN", "Infinity", "-Infinity")) {
      for (String field : List.of("mean", "scale", "weights")) {
        all.add(
            linear(
                field + " " + bad,
                "is " + bad + "; the training has diverged",
                text ->
                    text.replaceFirst("(\"" + field + "\" : \\[ )[-0-9.E]+", "$1\"" + bad + "\"")));
      }
    }
    for (int cut = 0; cut < 15; cut++) {
      int share = cut;
      all.add(
          linear(
              "weights cut off at " + share + "/15",
              "not linear weights",
              text -> text.substring(0, text.length() * share / 15)));
    }
    all.add(linear("a scale of zero", "must be above 0", BadVersions::withoutScale));
    all.add(
        linear(
            "weights of other features",
            "weights.json lists the features",
            text -> text.replace("\"f0\"", "\"g0\"")));
    all.add(
        linear(
            "a weight too few",
            "as many means, scales and weights",
            text -> text.replaceFirst("(\"weights\" : \\[ )[-0-9.E]+, ", "$1")));
  }

  private static String withoutScale(String json) {
    LinearWeights weights = LinearWeights.fromJson(json);
    return json.replaceFirst("(\"scale\" : \\[ )" + weights.scale().get(0), "$1" + "0.0");
  }

  private interface Edit {
    String of(String text);
  }

  private static BadModel linear(String name, String reason, Edit edit) {
    return new BadModel(
        name,
        reason,
        empty -> {
          Path artifacts = empty.resolve("artifacts");
          GoodModels.files("linear", 1, artifacts);
          Path file = artifacts.resolve("weights.json");
          String text = Files.readString(file);
          String changed = edit.of(text);
          if (changed.equals(text)) {
            throw new AssertionError("nothing was edited");
          }
          Files.writeString(file, changed);
          GoodModels.register(empty, GoodModels.draft(GoodModels.FIRST, "linear"), artifacts);
        });
  }

  private static void limits(List<BadModel> all) {
    ArtifactLimits d = ArtifactLimits.DEFAULT;
    limited(
        all,
        "its files have",
        new ArtifactLimits(99, d.fileBytes(), 512, 100, d.manifestBytes(), 100));
    limited(
        all,
        "a file may have 99",
        new ArtifactLimits(d.totalBytes(), 99, 512, 100, d.manifestBytes(), 100));
    limited(all, "a manifest may have 99", new ArtifactLimits(1 << 20, 1 << 20, 9, 9, 99, 100));
    limited(all, "a model may have 2", new ArtifactLimits(1 << 20, 1 << 20, 9, 9, 1 << 20, 2));
    all.add(
        files(
            "more files than a model has",
            "has 600 files, a model may have 512",
            artifacts -> {
              for (int i = 0; i < 599; i++) {
                Files.writeString(artifacts.resolve("f" + i), "");
              }
            }));
    all.add(
        files(
            "a link to another file",
            "is a link or a device",
            artifacts ->
                Files.createSymbolicLink(artifacts.resolve("link"), Path.of("/etc/passwd"))));
    all.add(
        files(
            "a hidden file",
            "is no path of a model's file",
            artifacts -> Files.writeString(artifacts.resolve(".profile"), "")));
    all.add(
        files(
            "a name with a line feed",
            "is no path of a model's file",
            artifacts -> Files.writeString(artifacts.resolve("a\nb"), "")));
    all.add(
        files(
            "no file at all",
            "lists no artifact",
            artifacts -> Files.delete(artifacts.resolve("weights.json"))));
    all.add(
        new BadModel(
            "no directory",
            "cannot read",
            empty ->
                GoodModels.register(
                    empty, GoodModels.draft(GoodModels.FIRST, "linear"), empty.resolve("none"))));
    all.add(
        new BadModel(
            "a version that is there already",
            "a version never changes; register churn@3",
            empty -> {
              GoodModels.two(empty);
              GoodModels.register(
                  empty,
                  GoodModels.draft(GoodModels.SECOND, "linear"),
                  empty.resolve("artifacts1"));
            }));
  }

  private interface FileChange {
    void make(Path artifacts) throws IOException;
  }

  private static BadModel files(String name, String reason, FileChange change) {
    return new BadModel(
        name,
        reason,
        empty -> {
          Path artifacts = empty.resolve("artifacts");
          GoodModels.files("linear", 1, artifacts);
          change.make(artifacts);
          GoodModels.register(empty, GoodModels.draft(GoodModels.FIRST, "linear"), artifacts);
        });
  }

  private static void limited(List<BadModel> all, String reason, ArtifactLimits limits) {
    all.add(
        new BadModel(
            "over the limits " + limits,
            reason,
            empty -> {
              GoodModels.files("linear", 1, empty.resolve("artifacts"));
              GoodModels.register(
                  empty,
                  GoodModels.draft(GoodModels.FIRST, "linear"),
                  empty.resolve("artifacts"),
                  limits);
            }));
  }
}
