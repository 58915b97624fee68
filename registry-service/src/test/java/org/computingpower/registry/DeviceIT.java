package org.computingpower.registry;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.computingpower.registry.Provider.BASE;
import static org.computingpower.registry.Provider.device;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.computingpower.terms.key.SigningKey;
import org.junit.jupiter.api.Test;

/** The devices of a node, held against the catalog of models. */
@QuarkusTest
class DeviceIT extends RunningRegistry {
    private static final String CARD = "NVIDIA GeForce RTX 4090";

    @Test
    void refusesDevicesThatTheCatalogKnowsAsAnotherKindOrThatShareAnIndex() {
        Provider provider = Provider.enrolled();
        SigningKey node = Provider.newNode();
        provider.register(node, List.of(device(0, "CPU", CARD, 100)))
                .statusCode(422)
                .body("type", equalTo("https://computingpower.org/problems/model-of-another-kind"))
                .body("kind", equalTo("GPU"));
        provider.register(node, List.of(device(1, "CPU", "EPYC", 100), device(1, "CPU", "EPYC", 100)))
                .statusCode(400);
        provider.register(node, List.of(device(65_536, "CPU", "EPYC", 100))).statusCode(400);
        provider.register(node, List.of(device(0, "GPU", CARD, 100))).statusCode(201);
        provider.register(node, List.of(device(0, "GPU", "another", 100))).statusCode(409);
    }

    @Test
    void showsTheDeviceCatalogInPages() {
        var first = given().queryParam("kind", "GPU")
                .queryParam("limit", 1)
                .get(BASE + "/device-models")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(first.getString("items[0].kind")).isEqualTo("GPU");
        var second = given().queryParam("kind", "GPU")
                .queryParam("limit", 100)
                .queryParam("cursor", first.getString("next"))
                .get(BASE + "/device-models")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(second.getList("items.model"))
                .contains("GeForce RTX 4090")
                .doesNotContain(first.<Object>get("items[0].model"));
        given().queryParam("cursor", "nonsense")
                .get(BASE + "/device-models")
                .then()
                .statusCode(400);
    }
}
