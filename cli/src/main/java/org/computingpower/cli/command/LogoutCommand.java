package org.computingpower.cli.command;

import java.util.concurrent.Callable;
import org.computingpower.cli.session.Json;
import org.computingpower.cli.session.Session;
import picocli.CommandLine.Command;

/** Forgets the token. */
@Command(name = "logout", description = "Forget the token of this profile; wallets stay.")
public final class LogoutCommand implements Callable<Integer> {
    private final Session session;

    LogoutCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        session.tokens().forget();
        session.save(session.profile().withLogin(session.profile().issuer(), null, null));
        session.output().result(Json.object().put("loggedIn", false), out -> out.println("Logged out."));
        return 0;
    }
}
