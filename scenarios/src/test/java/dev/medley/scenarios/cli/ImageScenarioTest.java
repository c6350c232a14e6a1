package dev.medley.scenarios.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images as a scenario file describes them: what is refused and where, and what runs. */
class ImageScenarioTest {
  @TempDir Path folder;

  /** A service with an image on two hosts; sections as a test needs them. */
  private String file(String image, String images, String more) throws IOException {
    String text =
        """
        apiVersion: medley/v1
        name: images
        duration: 60s
        replications: 1
        hosts:
          - { name: bench, count: 2, type: lesson-host }
        services:
          web:
            runtime: container
            replicas: { initial: 2 }
            resources: { requests: { cpu: "1", memory: 1Gi } }
            image: %s
            demand: { cpu: { constant: 1ms } }
          api:
            runtime: container
            replicas: { initial: 2 }
            resources: { requests: { cpu: "1", memory: 1Gi } }
            image: { layers: [ { digest: base, size: 10MB } ] }
            demand: { cpu: { constant: 1ms } }
        workload: {}
        %s
        %s
        """
            .formatted(image, images, more);
    return Files.writeString(folder.resolve("images.yaml"), text).toString();
  }

  private CommandLineRun validate(String image, String images, String more) throws IOException {
    return CommandLineRun.of("validate", file(image, images, more));
  }

  private void refuses(CommandLineRun run, String... messages) {
    assertThat(run.code()).as(run.out()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(run.out()).contains(messages);
  }

  @Test
  void aWholeDescriptionIsAccepted() throws IOException {
    CommandLineRun run =
        validate(
            "{ registry: hub, signed: true, preloaded: false, layers: [ { digest: base, size: 10MB },"
                + " { size: 1GB, unpacked: 3GB } ] }",
            "images: { registries: { hub: { bandwidth: 10Gb/s, perConnection: 25MB/s, connections:"
                + " 100 } }, parallel: 2, streaming: false, inflate: 60MB/s, expansion: 2.5,"
                + " verification: { constant: 2s }, unsigned: refuse, cache: { capacity: 100GB,"
                + " high: 0.9, low: 0.7 }, freeEgress: 1GB, pullsPerNode: 1 }",
            "prices: { image-egress: 0.5/GB }");
    assertThat(run.code()).as(run.out()).isEqualTo(ExitCode.OK);
  }

  @Test
  void wrongValuesAreRefusedWhereTheyStand() throws IOException {
    refuses(
        validate(
            "{ layers: [ { digest: \" \", size: -1 }, { size: 1kB, unpacked: -2 } ] }",
            "images: { registries: { hub: { bandwidth: 1b/s, perConnection: 1b/s, connections: 0 }"
                + " }, parallel: 0, inflate: 1b/s, expansion: 0.5, cache: { capacity: 0, high: 2,"
                + " low: -1 }, freeEgress: -1 }",
            ""),
        "services.web.image.layers[0].digest: must not be blank",
        "services.web.image.layers[0].size: must be >= 0",
        "services.web.image.layers[1].unpacked: must be >= 0",
        "images.registries.hub.bandwidth: must be >= 1000",
        "images.registries.hub.perConnection: must be >= 1000",
        "images.registries.hub.connections: must be >= 1",
        "images.cache.capacity: must be >= 1",
        "images.cache.high: must be >= 0 and <= 1",
        "images.cache.low: must be >= 0 and <= 1");
    refuses(
        validate(
            "{}",
            "images: { registries: { HUB: {} }, parallel: 0, inflate: 1b/s, expansion: 0.5,"
                + " freeEgress: -1, pullsPerNode: 0 }",
            ""),
        "images.pullsPerNode: must be >= 1",
        "images.registries.HUB: name must be",
        "images.parallel: must be >= 1 and <= 127",
        "images.inflate: must be >= 1000",
        "images.expansion: must be >= 1",
        "images.freeEgress: must be >= 0");
    refuses(
        validate(
            "{ size: 1GB, layers: [ { digest: a, size: 1 }, { digest: a, size: 1 } ] }",
            "images: { cache: { capacity: 1GB, high: 0.5, low: 0.6 }, unsigned: slow }",
            ""),
        "services.web.image.size: must be left out with layers",
        "services.web.image.layers[1].digest: layer 'a' is there twice",
        "images.cache.low: must be <= high 0.5",
        "images.unsigned");
  }

  @Test
  void whatDoesNotFitTogetherIsRefusedAtOnce() throws IOException {
    refuses(
        validate(
            "{ registry: hub, layers: [ { size: 1MB } ] }",
            "",
            "prices: { image-egress: 0.5/GB }\nexpect: [ { metric: image.pull.count, value: 1 } ]"),
        "services.web.image.layers: needs the section images",
        "services.web.image.registry: needs the section images",
        "services.api.image.layers: needs the section images",
        "prices.image-egress: needs the section images",
        "expect[0].metric: image.pull.count: there is none without the section images");
    refuses(
        validate(
            "{ registry: hbu, layers: [ { digest: base, size: 11MB }, { size: 1GB } ] }",
            "images: { registries: { hub: {} }, cache: { capacity: 2GB } }",
            "expect: [ { metric: \"registry.egress.bytes{registry=bub}\", value: 1 } ]"),
        "services.web.image.registry: images.registries has no 'hbu'",
        "services.web.image: takes 3902460000 bytes on disk",
        "services.api.image.layers[0]: layer 'base' has another size in another image",
        "no registry is called 'bub'");
    refuses(
        validate("{}", "images: {}", "prices: { image-egress: 1/h }"),
        "prices.image-egress: must be a price per GB");
  }

  @Test
  void theRollOutTakesAsLongAsItsCommentSays() {
    String out = folder.resolve("roll-out").toString();
    CommandLineRun run = CommandLineRun.of("run", "image-rollout", "--out", out);
    assertThat(run.code()).as(run.out()).isEqualTo(ExitCode.OK);
    assertThat(run.out()).contains("image.pull{service=trainer}.max = 248s");
  }

  @Test
  void theSignaturePolicyRefusesUnsignedImages() throws IOException {
    String out = folder.resolve("out").toString();
    String file = file("{ size: 1MB, signed: false }", "images: { unsigned: refuse }", "");
    CommandLineRun run = CommandLineRun.of("run", file, "--out", out);
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.OK);
    assertThat(run.out().replaceAll("\\s+", " "))
        .contains("web: 2 of 2 initial replicas found no host (2 hosts: unsigned image refused)")
        .doesNotContain("api: 2 of 2");
  }
}
