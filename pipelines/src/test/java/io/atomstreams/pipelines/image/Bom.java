package io.atomstreams.pipelines.image;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;

/** The bill of materials of the build, with the packages of the image's base added: CycloneDX. */
final class Bom {

  private Bom() {}

  static void write(Path ofTheBuild, DebianLock base, String flinkVersion, Path file)
      throws IOException {
    ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    ObjectNode bom = (ObjectNode) json.readTree(ofTheBuild.toFile());
    ArrayNode components = bom.withArray("components");
    // a plugin of Flink's is on no class path of the build
    String plugin = "pkg:maven/org.apache.flink/flink-s3-fs-hadoop@" + flinkVersion + "?type=jar";
    components
        .addObject()
        .put("type", "library")
        .put("bom-ref", plugin)
        .put("group", "org.apache.flink")
        .put("name", "flink-s3-fs-hadoop")
        .put("version", flinkVersion)
        .put("purl", plugin);
    for (DebianLock.Entry entry : base.packages()) {
      String purl =
          "pkg:deb/debian/%s@%s?arch=amd64&distro=debian-12"
              .formatted(entry.name(), entry.version().replace("+", "%2B"));
      ObjectNode component =
          components
              .addObject()
              .put("type", "library")
              .put("bom-ref", purl)
              .put("name", entry.name())
              .put("version", entry.version());
      component
          .withArray("hashes")
          .addObject()
          .put("alg", "SHA-256")
          .put("content", entry.sha256());
      component.put("purl", purl);
    }
    json.writeValue(file.toFile(), bom);
  }
}
