package org.sekisho.ike.diagnosis;

import org.sekisho.api.config.Text;

/** Words for causes, stages and ways out, in both languages. */
public final class CauseTexts {

  private CauseTexts() {}

  /** What failed; {@link Cause#OTHER} has a sentence of its own. */
  public static Text cause(Failure f) {
    return switch (f.cause()) {
      case INCOMPLETE -> new Text("a line is missing", "設定が不足しています");
      case NO_ADDRESS -> new Text("the peer's address is not known", "相手のアドレスが分かりません");
      case CANNOT_SEND -> new Text("this router cannot send to the peer", "このルーターから相手へ送信できません");
      case UNREACHABLE -> unreachable(f);
      case NO_ANSWER -> new Text("no answer at all", "応答がまったくありません");
      case NO_ANSWER_TO_AUTH ->
          new Text(
              "IKE_SA_INIT was answered, IKE_AUTH was not",
              "IKE_SA_INITには応答がありましたが、IKE_AUTHには応答がありません");
      case NOT_ACCEPTED ->
          new Text("the peer starts key exchanges and is not let in", "相手からの鍵交換を受け付けない設定になっています");
      case IKE_PROPOSAL -> new Text("no common proposal for the IKE SA", "IKE SAのプロポーザルが一致しません");
      case ESP_PROPOSAL ->
          new Text("no common proposal for the CHILD SA (ESP)", "CHILD SA (ESP) のプロポーザルが一致しません");
      case KEY_EXCHANGE ->
          new Text("key exchange at renewal (PFS) differs", "更新時の鍵交換 (PFS) が一致しません");
      case SELECTORS -> new Text("traffic selectors differ", "トラフィックセレクターが一致しません");
      case PEER_NAME -> new Text("remote name differs", "相手のIDが一致しません");
      case OWN_NAME -> new Text("local name differs", "自分のIDが一致しません");
      case KEY -> new Text("pre-shared key differs", "事前共有鍵が一致しません");
      case METHOD -> new Text("authentication method differs", "認証方式が一致しません");
      case REFUSED ->
          new Text(
              "the peer refused our key or name; which, it does not say",
              "相手がこちらの鍵またはIDを拒否しました (どちらかは通知されません)");
      case OTHER -> new Text(f.sentence(), f.sentence());
    };
  }

  private static Text unreachable(Failure f) {
    return f.evidence() instanceof Evidence.Path path && path.nobodyListens()
        ? new Text(
            "the gateway's host answers that no IKE service listens",
            "相手のホストから、IKEのサービスが動作していないとの応答があります")
        : new Text("the gateway cannot be reached", "相手に到達できません");
  }

  /** How far a negotiation had come. */
  public static Text stage(Stage stage) {
    return switch (stage) {
      case START -> new Text("before the first message", "最初のメッセージの前");
      case IKE_SA_INIT -> new Text("IKE_SA_INIT", "IKE_SA_INIT");
      case IKE_AUTH -> new Text("IKE_AUTH", "IKE_AUTH");
      case CHILD -> new Text("CHILD SA", "CHILD SAの生成");
      case CHILD_RENEWAL -> new Text("renewal of a CHILD SA", "CHILD SAの更新");
    };
  }

  /** What has become of a failure. */
  public static Text end(Entry.End end) {
    return switch (end) {
      case NONE -> new Text("failing", "継続中");
      case SUCCEEDED -> new Text("past: it has worked since", "解消: その後成功しました");
      case OVERTAKEN -> new Text("past: later attempts ended otherwise", "過去: その後の試行は別の結果でした");
      case RECONFIGURED ->
          new Text("past: the configuration has changed since", "過去: その後設定が変更されました");
    };
  }

  /** A kind of algorithm. */
  public static Text field(Field field) {
    return switch (field) {
      case CIPHER -> new Text("cipher", "暗号 (cipher)");
      case HASH -> new Text("hash", "ハッシュ (hash)");
      case GROUP -> new Text("group", "グループ (group)");
    };
  }

  /** A way out, without the lines to be typed. */
  public static Text remedy(Remedy.Kind kind) {
    return switch (kind) {
      case AGREE -> new Text("name what the peer offers", "相手の提案に合わせます");
      case OFFER_ALL -> new Text("offer everything this router has", "このルーターの全アルゴリズムを提案します");
      case NOT_HERE ->
          new Text(
              "no line of this router can agree: change the gateway's settings",
              "このルーターの設定では一致できません: 相手側の設定を変更してください");
      case WITHOUT_PFS ->
          new Text("renew without a key exchange of its own", "更新時に独自の鍵交換 (PFS) を行いません");
      case WITH_PFS -> new Text("renew with a key exchange of its own", "更新時に独自の鍵交換 (PFS) を行います");
      case PEER_NAME -> new Text("call the peer what it calls itself", "相手が名乗るIDを設定します");
      case OWN_NAME -> new Text("call this router what the peer calls it", "相手が期待するIDを設定します");
      case OWN_NAME_UNKNOWN ->
          new Text(
              "set the name that the gateway expects of this router (look there)",
              "相手側に設定されているこのルーターのIDを確認し、設定します");
      case KEY -> new Text("type the key that the gateway has", "相手と同じ鍵を設定します");
      case METHOD -> new Text("let both sides use the same method", "双方の認証方式を揃えてください");
      case ADDRESS_OF_NAME ->
          new Text(
              "the name line holds another address than the one dialled; likely it is the gateway's",
              "remote nameのアドレスと接続先が異なります (おそらくremote nameが正しい接続先です)");
      case ADDRESS_SEEN ->
          new Text("the peer itself comes from this address", "相手からの通信はこのアドレスから届いています");
      case ANY_SOURCE ->
          new Text("let the router choose its source address", "送信元アドレスの選択をルーターに任せます");
      case ACCEPT -> new Text("let the peer's key exchanges in", "相手からの鍵交換を受け付けます");
      case OPEN_4500 ->
          new Text(
              "open UDP 4500 both ways between this router and the gateway: 500 works, 4500 is silent",
              "経路上のUDP 4500を双方向に開放してください (500は通り、4500は無応答です)");
      case OPEN_500 ->
          new Text(
              "open UDP 500 both ways between this router and the gateway: only 4500 works",
              "経路上のUDP 500を双方向に開放してください (4500のみ通ります)");
      case START_SERVICE ->
          new Text(
              "look whether the address is the gateway's, and its IKE service runs",
              "アドレスと、相手のIKEサービスの稼働を確認してください");
      case CHECK_WAY ->
          new Text(
              "look whether the address is right, the gateway runs and knows this router, and UDP"
                  + " 500 and 4500 pass",
              "アドレス、相手の稼働と登録状況、UDP 500/4500の疎通を確認してください");
      case SELECTORS -> new Text("name the networks the peer names", "相手と同じネットワークを設定します");
      case ROUTE_BASED ->
          new Text(
              "make the connection at the gateway a route-based one (0.0.0.0/0)",
              "相手側をルートベース (0.0.0.0/0) の接続にしてください");
      case COMPLETE -> new Text("complete the configuration", "不足している設定を追加します");
    };
  }
}
