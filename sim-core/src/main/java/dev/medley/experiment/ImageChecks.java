package dev.medley.experiment;

import dev.medley.check.Nearest;
import dev.medley.check.Problem;
import dev.medley.cluster.image.ImageDelivery;
import dev.medley.cluster.image.ImageSpec;
import dev.medley.cluster.image.LayerSpec;
import dev.medley.cluster.metric.MetricName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What must hold between the images of services, the section {@code images}, and metrics. */
final class ImageChecks {
  private ImageChecks() {}

  /** Whether the signature policy admits an image. */
  static boolean admits(@Nullable ImageDelivery delivery, ImageSpec image) {
    return image.signed()
        || delivery == null
        || delivery.unsigned() != ImageDelivery.Unsigned.REFUSE;
  }

  /** Every problem, with paths as in the scenario file. */
  static List<Problem> problems(Scenario scenario) {
    List<Problem> problems = new ArrayList<>();
    ImageDelivery delivery = scenario.images();
    Map<String, LayerSpec> known = new LinkedHashMap<>();
    scenario
        .services()
        .forEach(
            (name, service) -> {
              String path = "services." + name + ".image";
              ImageSpec image = service.image();
              if (delivery == null) {
                addUnused(path, image, problems);
              } else {
                checkRegistry(path, image, delivery, problems);
                checkLayers(path, image, delivery, known, problems);
              }
            });
    Prices prices = scenario.prices();
    if (delivery == null && prices != null && prices.of().containsKey(Prices.IMAGE_EGRESS)) {
      problems.add(
          new Problem(
              "prices." + Prices.IMAGE_EGRESS,
              "needs the section images, without which pulled bytes are not counted"));
    }
    return problems;
  }

  private static void addUnused(String path, ImageSpec image, List<Problem> problems) {
    String needs = "needs the section images (`images: {}` takes its defaults)";
    if (!image.layers().isEmpty()) {
      problems.add(new Problem(path + ".layers", needs));
    }
    if (image.registry() != null) {
      problems.add(new Problem(path + ".registry", needs));
    }
  }

  private static void checkRegistry(
      String path, ImageSpec image, ImageDelivery delivery, List<Problem> problems) {
    String registry = image.registry();
    Set<String> known = delivery.registries().keySet();
    if (registry != null && !known.contains(registry)) {
      problems.add(
          new Problem(
              path + ".registry",
              "images.registries has no '" + registry + "'" + Nearest.known(registry, known)));
    }
  }

  /** One digest is one layer, and an image fits on the disk. */
  private static void checkLayers(
      String path,
      ImageSpec image,
      ImageDelivery delivery,
      Map<String, LayerSpec> known,
      List<Problem> problems) {
    double onDisk = 0;
    for (int i = 0; i < image.layers().size(); i++) {
      LayerSpec layer = image.layers().get(i);
      LayerSpec same = layer.digest() == null ? null : known.putIfAbsent(layer.digest(), layer);
      if (same != null && !same.equals(layer)) {
        problems.add(
            new Problem(
                path + ".layers[" + i + "]",
                "layer '" + layer.digest() + "' has another size in another image"));
      }
    }
    for (LayerSpec layer : image.parts()) {
      onDisk += layer.size().bytes() + (double) layer.unpackedBytes(delivery.expansion());
    }
    ImageDelivery.Cache cache = delivery.cache();
    if (cache != null && onDisk > cache.capacity().bytes()) {
      problems.add(
          new Problem(
              path,
              "takes "
                  + Math.round(onDisk)
                  + " bytes on disk, packed and unpacked; images.cache.capacity is "
                  + cache.capacity()));
    }
  }

  /** Metrics of images and registries exist only where there is something to measure. */
  static void addProblems(
      Scenario scenario, String path, MetricName metric, List<Problem> problems) {
    String family = metric.family().text();
    if (!family.startsWith("image.") && !family.startsWith("registry.")) {
      return;
    }
    ImageDelivery delivery = scenario.images();
    if (delivery == null) {
      problems.add(new Problem(path, metric + ": there is none without the section images"));
      return;
    }
    String registry = metric.labels().get("registry");
    Set<String> known = new LinkedHashSet<>(delivery.registries().keySet());
    if (registry != null && !known.contains(registry)) {
      problems.add(
          new Problem(
              path,
              metric
                  + ": no registry is called '"
                  + registry
                  + "'"
                  + Nearest.known(registry, known)));
    }
  }
}
