package org.sekisho.console.ssh;

import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.subsystem.SubsystemFactory;
import org.sekisho.console.session.Router;
import org.sekisho.console.session.Sessions;
import org.sekisho.console.sftp.SftpAdmission;

/** The subsystem {@code sftp} (RFC 4254 section 6.5). */
final class SftpFactory implements SubsystemFactory {

  private final Router router;
  private final Sessions sessions;
  private final SftpAdmission admission;

  SftpFactory(Router router, Sessions sessions, SftpAdmission admission) {
    this.router = router;
    this.sessions = sessions;
    this.admission = admission;
  }

  @Override
  public String getName() {
    return "sftp";
  }

  @Override
  public Command createSubsystem(ChannelSession channel) {
    return new SftpChannel(router, sessions, admission);
  }
}
