package org.computingpower.registry;

import static io.restassured.RestAssured.given;
import static org.computingpower.registry.Provider.BASE;
import static org.computingpower.registry.Provider.CHAIN_ID;
import static org.computingpower.registry.Provider.DOMAIN;
import static org.computingpower.registry.Provider.as;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.util.List;
import java.util.Map;
import org.computingpower.kit.fixture.SharedInfrastructure;
import org.computingpower.kit.fixture.TokenSigner;
import org.computingpower.terms.key.SignInMessage;
import org.junit.jupiter.api.Test;

/** Who somebody is: accounts, roles and the wallets that sign in. */
@QuarkusTest
class AccountIT extends RunningRegistry {

    @Test
    void refusesAReplayedNonceAForeignDomainAndAnotherChain() {
        Provider provider = Provider.enrolled();
        SignInMessage message = provider.signIn(DOMAIN, CHAIN_ID);
        provider.bind(message).statusCode(201);
        provider.bind(message)
                .statusCode(422)
                .body("type", equalTo("https://computingpower.org/problems/sign-in-refused"));
        provider.bind(provider.signIn("evil.example", CHAIN_ID)).statusCode(422);
        provider.bind(provider.signIn(DOMAIN, 1)).statusCode(422);
    }

    @Test
    void refusesAWalletOfSomebodyElse() {
        Provider owner = Provider.enrolled();
        Provider thief = Provider.withAccount(owner.wallet());
        thief.bind(thief.signIn(DOMAIN, CHAIN_ID)).statusCode(409);
    }

    @Test
    void refusesRolesThatTheTokenLacksAndBadTokens() {
        as("mallory", "user")
                .body(Map.of("role", "OPERATOR"))
                .post(BASE + "/accounts")
                .then()
                .statusCode(403);
        as("mallory", "user").body(Map.of()).post(BASE + "/nodes").then().statusCode(403);
        given().contentType(ContentType.JSON)
                .body(Map.of())
                .post(BASE + "/nodes")
                .then()
                .statusCode(401);
        TokenSigner tokens = SharedInfrastructure.tokens();
        for (String token : List.of(
                tokens.expiredToken("mallory", "provider"),
                tokens.foreignToken("mallory", "provider"),
                tokens.tokenForAudience("elsewhere", "mallory", "provider"))) {
            given().auth().oauth2(token).get(BASE + "/accounts/me").then().statusCode(401);
        }
    }
}
