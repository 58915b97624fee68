package org.computingpower.gateway.domain.workload;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Judges parsed YAML: allow-listed kinds and fields, Pod Security "restricted", images by digest, limits. It reads the
 * whole application before it answers, so that all violations come at once.
 */
public final class WorkloadAdmission {
    /** DNS label of RFC 1123, which Kubernetes demands of names. */
    static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,51}[a-z0-9])?");

    private static final Map<String, String> KINDS = Map.of(
            "Deployment", "apps/v1",
            "Service", "v1",
            "ConfigMap", "v1",
            "Secret", "v1",
            "PersistentVolumeClaim", "v1");

    private final WorkloadLimits limits;

    /** Admission under the node's limits. */
    public WorkloadAdmission(WorkloadLimits limits) {
        this.limits = limits;
    }

    /** Judges the documents of one file, in any order. */
    public Admission judge(List<Map<String, Object>> documents) {
        List<Violation> violations = new ArrayList<>();
        Map<String, List<Field>> byKind = new HashMap<>();
        for (int i = 0; i < documents.size(); i++) {
            Field document = Field.root("documents[" + i + "]", documents.get(i), violations);
            kindOf(document)
                    .ifPresent(kind ->
                            byKind.computeIfAbsent(kind, _ -> new ArrayList<>()).add(document));
        }
        List<Field> deployments = byKind.getOrDefault("Deployment", List.of());
        if (deployments.size() != 1) {
            violations.add(new Violation("documents", "must hold exactly one Deployment"));
        }
        ConfigData config = ConfigData.read(
                byKind.getOrDefault("ConfigMap", List.of()),
                byKind.getOrDefault("Secret", List.of()),
                byKind.getOrDefault("PersistentVolumeClaim", List.of()),
                violations);
        Optional<Integer> servicePort = servicePort(byKind.getOrDefault("Service", List.of()));
        Optional<WorkloadSpec> spec = deployments.stream()
                .findFirst()
                .map(deployment -> new PodRules(limits, config, violations).read(deployment, servicePort));
        return violations.isEmpty() && spec.isPresent()
                ? new Admission.Admitted(spec.get())
                : new Admission.Refused(violations);
    }

    private static Optional<String> kindOf(Field document) {
        Optional<String> kind = document.get("kind")
                .required(
                        KINDS::containsKey,
                        "must be one of Deployment, Service, ConfigMap, Secret," + " PersistentVolumeClaim");
        kind.ifPresent(known -> document.get("apiVersion")
                .required(version -> version.equals(KINDS.get(known)), "must be " + KINDS.get(known)));
        if (kind.isPresent()) {
            readMetadata(document.get("metadata"));
        }
        return kind;
    }

    static void readMetadata(Field metadata) {
        metadata.allow("name", "labels", "annotations");
        metadata.get("name").required(name -> NAME.matcher(name).matches(), "must be a lower-case DNS label");
        metadata.get("labels").entries().forEach(label -> label.getValue().text());
        metadata.get("annotations")
                .entries()
                .forEach(annotation -> annotation.getValue().text());
    }

    private static Optional<Integer> servicePort(List<Field> services) {
        Optional<Integer> found = Optional.empty();
        for (Field service : services) {
            service.allow("apiVersion", "kind", "metadata", "spec");
            Field spec = service.get("spec").allow("selector", "ports", "type");
            spec.get("type").optional(Set.of("ClusterIP")::contains, "must be ClusterIP");
            spec.get("selector").entries().forEach(entry -> entry.getValue().text());
            for (Field port : spec.get("ports").elements()) {
                port.allow("name", "port", "targetPort", "protocol");
                port.get("name").text();
                port.get("protocol").optional(Set.of("TCP")::contains, "must be TCP");
                var own = port.get("port").number(1, 65535);
                var target = port.get("targetPort").number(1, 65535);
                if (found.isEmpty() && own.isPresent()) {
                    found = Optional.of((int) target.orElse(own.getAsLong()));
                }
            }
        }
        return found;
    }
}
