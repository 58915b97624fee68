package org.computingpower.cli.session;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.computingpower.cli.chain.JsonRpc;
import org.computingpower.cli.chain.MarketContracts;
import org.computingpower.cli.http.ApiClient;
import org.computingpower.cli.http.HttpCalls;
import org.computingpower.cli.http.Tokens;
import org.computingpower.cli.wallet.WalletStore;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.market.MarketFile;
import org.jspecify.annotations.Nullable;

/** One run of cpctl. Everything is made when it is first asked for, so that a command needs only what it uses. */
public final class Session implements AutoCloseable {
    private static final String DEFAULT_NAME = "default";
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final Map<String, String> environment;
    private final GlobalOptions options;
    private final Output output;
    private final InstantSource clock;
    private final HttpClient client;
    private @Nullable Home home;
    private @Nullable Profile profile;
    private @Nullable MarketFile market;
    private @Nullable MarketContracts contracts;
    private @Nullable SigningKey wallet;

    public Session(
            PrintWriter out,
            PrintWriter err,
            Map<String, String> environment,
            GlobalOptions options,
            InstantSource clock) {
        this.environment = Map.copyOf(environment);
        this.options = options;
        this.output = new Output(out, err, options);
        this.clock = clock;
        this.client = HttpClient.newBuilder()
                .connectTimeout(CONNECT_TIMEOUT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    public Output output() {
        return output;
    }

    public InstantSource clock() {
        return clock;
    }

    /** A client for services; it follows no redirect. */
    public HttpCalls http() {
        return new HttpCalls(client);
    }

    /** A variable of the environment that is not empty. */
    public Optional<String> environment(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }

    public Home home() {
        Home known = home;
        if (known == null) {
            known = Home.of(
                    environment,
                    options.profile().or(() -> environment("CPCTL_PROFILE")).orElse(DEFAULT_NAME));
            home = known;
        }
        return known;
    }

    public Profile profile() {
        Profile known = profile;
        if (known == null) {
            known = home().read(home().path("profile.json"))
                    .map(text -> Json.read(Json.parse(text, "profile.json"), Profile.class))
                    .orElse(Profile.EMPTY);
            profile = known;
        }
        return known;
    }

    /** Remembers a changed profile. */
    public void save(Profile changed) {
        profile = changed;
        home().write(home().path("profile.json"), Json.pretty(Json.of(changed)));
    }

    /** The edge of the platform, without a slash at its end. */
    public String platformUrl() {
        String url = options.platform()
                .or(() -> environment("CPCTL_PLATFORM"))
                .or(() -> Optional.ofNullable(profile().platform()))
                .orElseThrow(() -> new CliException(
                        "No platform is known to this profile.",
                        "Give --platform URL, or log in: cpctl login --platform URL"));
        URI parsed = URI.create(url);
        if (parsed.getHost() == null || !parsed.getScheme().matches("https?")) {
            throw new CliException("Not a web address: " + url);
        }
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    public Tokens tokens() {
        return new Tokens(this);
    }

    /** The platform's services. */
    public ApiClient platform() {
        return new ApiClient(http(), platformUrl(), tokens()::bearer);
    }

    /** A validator's services. */
    public ApiClient validator(String url) {
        return new ApiClient(http(), url, tokens()::bearer);
    }

    /** The market, from the file this profile accepted; fetched and checked on chain the first time. */
    public MarketFile market() {
        MarketFile known = market;
        if (known == null) {
            known = new Markets(this).load();
            market = known;
        }
        return known;
    }

    /** Fetches the market file again and checks it. */
    public MarketFile fetchMarket(boolean acceptAnother) {
        MarketFile fetched = new Markets(this).fetch(acceptAnother);
        market = fetched;
        return fetched;
    }

    public JsonRpc rpc() {
        String url = options.rpc()
                .or(() -> environment("CPCTL_RPC"))
                .orElseGet(() -> market().rpcUrls().getFirst().toString());
        return new JsonRpc(http(), URI.create(url));
    }

    public MarketContracts contracts() {
        MarketContracts known = contracts;
        if (known == null) {
            known = new MarketContracts(rpc(), market());
            contracts = known;
        }
        return known;
    }

    /** Name of the wallet that this command uses. */
    public String walletName() {
        return options.wallet().or(() -> environment("CPCTL_WALLET")).orElse(DEFAULT_NAME);
    }

    /** The password file that was given, if any. */
    public Optional<Path> passwordFile() {
        return options.passwordFile()
                .or(() -> environment("CPCTL_PASSWORD_FILE").map(Path::of));
    }

    public WalletStore wallets() {
        return new WalletStore(this);
    }

    /** The key of this command's wallet. */
    public SigningKey wallet() {
        SigningKey known = wallet;
        if (known == null) {
            known = wallets().open(walletName());
            wallet = known;
        }
        return known;
    }

    /** A public answer of the registry about a node. */
    public JsonNode node(String nodeId) {
        return platform().get("/api/registry/v1/nodes/" + nodeId);
    }

    /** An order of the caller. */
    public JsonNode order(String orderId) {
        return platform().get("/api/orders/v1/" + orderId);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
