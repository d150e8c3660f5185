# 评委会：专家库、抽取、邀请、回避。

draw-committee = 评委
draw-reviews = 评审任务
draw-lessons = 现场课和答辩顺序
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
