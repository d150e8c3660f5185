# 评委会：专家库、抽取、邀请、回避。

draw-committee = 评委
draw-reviews = 评审任务
draw-lessons = 现场课和答辩顺序
draw-reserves = 递补名单上并列人选的先后顺序
draw-announced-already = 已经公布了一次抽取的承诺值，请先完成这次抽取。
draw-not-announced = 请先公布抽取的承诺值，再抽取。
draw-committee-is-full = 评委已经满员，不需要再抽取。
draw-pool-too-small = 可抽取的专家只有 { $has } 人，评委和候补共需 { $needs } 人。请市教育局补充专家库。
draw-subjects-missing = 专家库里没有这些学科的专家：{ $subjects }。请市教育局补充专家库。
draw-too-many-subjects = 有人选的学科共 { $subjects } 个，比评委人数还多。
draw-district-max-too-small = 按现在同一区的人数上限抽不满；上限至少要放宽到每区 { $least } 人，或者补充其他区的专家。

member-reserve = 候补
member-drawn = 已抽取，未邀请
member-invited = 已邀请，待答复
member-accepted = 已应邀
member-declined = 已谢绝
member-released = 已解除
member-wrong-state = 这位评委目前是“{ $state }”，不能这样办理。
member-conflict-undecided = 没有可以邀请的评委：请先对查到的利害关系作出是否回避的决定。
member-chair-does-not-serve = 只有已应邀的评委才能担任主任委员。

expert-unknown = 没有这个教师编号。
expert-ends-before-start = 任期的最后一天早于第一天。
expert-term-too-long = 任期不能超过 { $years } 年。
expert-term-overlaps = 这位专家在这段时间已有任期。
expert-term-is-over = 这个任期已经结束。

conflict-note-length = 请用不超过 { $most } 个字说明。

task-invitations = { $count } 份评委邀请待答复

conflict-same-school = 近年同在一校
conflict-co-nominee = 曾在同一轮被推荐
conflict-kin = 亲属
conflict-mentor = 师徒
conflict-studio = 同一工作室
conflict-co-author = 合作者
conflict-other = 其他利害关系

experts-title = 评审专家库
experts-lead = 在库专家 { $count } 人。评委从当天在任期内的专家中抽取。
experts-none = 专家库还没有专家
experts-none-advice = 市教育局按教师编号把专家收入专家库，写明学科和任期。
expert-appoint = 收入专家库
expert-number = 教师编号
expert-subject = 学科
expert-starts-on = 任期第一天
expert-ends-on = 任期最后一天
expert-who = 专家
expert-term = 任期
expert-change = 办理
expert-end = 提前结束任期
expert-appointed = 已收入专家库。
expert-ended = 任期已结束。

committee-title = 评委会
committee-lead = 已应邀 { $serving } 人，至少需要 { $wanted } 人
committee-draw = 抽取
committee-draw-hint = 先公布种子的承诺值，再公开种子抽取。任何人都可以用种子重算：每位专家的签号是种子和专家编号的 SHA-256，签号小的在先；每个有人选的学科至少一人，同一区不超过规定人数。
committee-announce = 公布承诺值
committee-do-draw = 公开种子，抽取
committee-invite = 邀请已抽取的评委
committee-none = 还没有抽取评委
committee-none-advice = 进入回避审查阶段后，秘书公布承诺值，再从专家库抽取。
committee-drawn = 已抽取评委，并查找了利害关系。
draw-announced = 已公布承诺值。
members-invited = 已邀请 { $count } 位评委。
member-position = 顺序
member-who = 评委
member-district = 所在区
member-state = 情况
member-chair = 主任委员
member-undecided = 有利害关系待决定，暂不能邀请
member-no-account = 还没有评委权限，请安全管理员授予
member-lead = 定为主任委员
member-release = 解除
member-was-released = 已解除，候补评委依次递补。
chair-was-named = 已确定主任委员。

seats-title = 评委工作
seats-lead = 您受邀和担任评委的评选。
seats-none = 目前没有评委工作
seats-none-advice = 收到邀请后会出现在这里。
seat-candidates = 人选名单和利害关系申报
seat-invited-hint = 请先看人选名单，如有利害关系请先申报，再答复邀请。
seat-accept = 应邀
seat-decline = 谢绝
invitation-answered = 已答复邀请。

candidates-title = 人选
candidates-lead = 须回避的人选不在名单里。
candidates-none = 没有可以评审的人选
tie-declare = 申报利害关系
tie-hint = 亲属、师徒、同一工作室、合作者等，都请申报。申报以后，这位人选的材料、评分和名字您都不会再看到。申报后由秘书决定，您自己不能撤回。
tie-kind = 关系
tie-note = 说明
tie-declared = 已申报。

conflicts-title = 回避
conflicts-lead = 共 { $count } 对，待决定 { $undecided } 对。没有决定的，一律先回避。
conflicts-none = 没有查到利害关系
conflicts-none-advice = 抽取评委以后自动查找；评委也会自己申报。
conflicts-find = 重新查找
conflicts-found = 已重新查找。
conflict-candidate = 人选
conflict-why = 依据
conflict-standing = 情况
conflict-decide = 决定
conflict-undecided = 待决定
conflict-yes = 须回避
conflict-no = 不需回避
conflict-decided = 已决定。
conflict-add = 增加一对须回避的评委和人选
conflict-in-school = { $kind }：{ $school }，{ $from } – { $until }
conflict-said = { $kind }：{ $note }
