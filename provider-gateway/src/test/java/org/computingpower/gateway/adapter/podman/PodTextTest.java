package org.computingpower.gateway.adapter.podman;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.computingpower.gateway.adapter.yaml.YamlReader;
import org.computingpower.gateway.application.orders.ManifestSource.Parsed;
import org.computingpower.gateway.domain.workload.Admission;
import org.computingpower.gateway.domain.workload.WorkloadAdmission;
import org.computingpower.gateway.domain.workload.WorkloadLimits;
import org.computingpower.gateway.domain.workload.WorkloadSpec;
import org.computingpower.gateway.fixture.Yaml;
import org.junit.jupiter.api.Test;

class PodTextTest {
    private final ObjectMapper json = new ObjectMapper();

    @Test
    void writesARestrictedPodThatPublishesNothing() throws Exception {
        JsonNode pod = json.readTree(new PodText(json)
                .write(
                        "cpp-a-b",
                        Map.of("label", "value"),
                        spec(),
                        Path.of("/data-folder"),
                        Path.of("/config-folder")));
        JsonNode container = pod.path("spec").path("containers").path(0);

        assertThat(pod.path("metadata").path("labels").path("label").asText()).isEqualTo("value");
        assertThat(container.has("ports")).isFalse();
        assertThat(container.path("securityContext").toString())
                .isEqualTo("{\"privileged\":false,\"allowPrivilegeEscalation\":false,\"readOnlyRootFilesystem\":true,"
                        + "\"runAsNonRoot\":true,\"runAsUser\":65532,\"capabilities\":{\"drop\":[\"ALL\"]}}");
        assertThat(container.path("resources").path("limits").toString())
                .isEqualTo("{\"cpu\":\"200m\",\"memory\":\"67108864\"}");
        assertThat(container.path("volumeMounts").path(0).toString())
                .isEqualTo("{\"name\":\"cpp-data\",\"mountPath\":\"/data\",\"readOnly\":true}");
        assertThat(pod.path("spec").path("volumes").path(1).path("name").asText())
                .isEqualTo("cpp-a-b-scratch");
    }

    @Test
    void remembersProbesAsText() {
        assertThat(PodText.probes(spec())).isEqualTo("8080");
        assertThat(PodText.parseProbes("8080/ready?x=1 9000"))
                .isEqualTo(List.of(new PodText.Probe(8080, "/ready?x=1"), new PodText.Probe(9000, "")));
        assertThat(PodText.parseProbes("")).isEmpty();
    }

    @Test
    void readsTheFramesOfLogs() {
        byte[] framed = {1, 0, 0, 0, 0, 0, 0, 2, 'a', '\n', 2, 0, 0, 0, 0, 0, 0, 1, 'b', 1, 0, 0};

        assertThat(LogFrames.text(framed)).isEqualTo("a\nb");
        assertThat(LogFrames.text(new byte[] {1, 0, 0, 0, 127, 0, 0, 0, 'x'})).isEqualTo("x");
    }

    private static WorkloadSpec spec() {
        Parsed parsed = new YamlReader().read(Yaml.admitted().getBytes(StandardCharsets.UTF_8));
        Admission admission = new WorkloadAdmission(new WorkloadLimits(1_000, 1L << 30))
                .judge(((Parsed.Documents) parsed).documents());
        return ((Admission.Admitted) admission).spec();
    }
}
