# 公示与异议：公告、异议、回执、答复。

nav-notices = 公示
notices-lead = 各学校、教育局正在公示的事项。公示期内，任何人都可以提出异议，不需要登录。
notices-search = 按学校或单位名称查找
notices-none = 目前没有正在公示的事项
notices-none-advice = 公示期满的名单不再公开展示。已提出异议的，可以凭回执编号查询答复。
notice-until = 公示至 { $day }
notice-kind-registration = 教师资格定期注册
notice-kind-selection = 评选、推荐
notice-lead = { $place } · { $kind }
notice-period = 公示期：{ $first }至 { $last }（含当日），从公示次日起共 { $days } 个工作日。
notice-name = 姓名
notice-detail = 学科或单位
notice-proposal = 拟定意见
notice-over = 公示期已满，名单不再公开展示。
notice-withdrawn = 这份公示已经撤下，不再作为认定依据。
notice-objections = 收到的异议
notice-no-objections = 没有收到异议。
notice-may-certify = 公示期已满，异议均已答复，可以认定。
notice-without-title = 请填写公示标题。
notice-without-entries = 公示名单是空的，请先确定公示对象。
notice-too-long = 一份公示最多列出 { $most } 人，请分开公示。
notice-without-days = 公示期至少 1 个工作日。

proposal-registered = 拟注册合格
proposal-deferred = 拟暂缓注册
proposal-not-registered = 拟注册不合格
proposal-selected = 拟入选
proposal-reserve = 拟列为递补人选

objection-title = 提出异议
objection-lead = 请写明具体事实，便于核查。系统不记录您的身份；提交后请保存回执编号，凭编号查询答复。
objection-text = 异议内容
objection-text-hint = 涉及哪一位、什么事实、有什么依据；最多 { $most } 个字。
objection-contact = 联系方式
objection-contact-hint = 便于核实情况；只有负责答复的人员可以看到。
objection-send = 提交异议
objection-taken = 异议已收到。请保存下面的回执编号。
objection-too-short = 请写明具体事实，至少 { $least } 个字。
objection-too-long = 异议内容最多 { $most } 个字，请精简。
objection-contact-too-long = 联系方式最多 { $most } 个字。
objection-wait = 操作过于频繁，请在 { $minutes } 分钟后再试。
objection-open = 待答复
objection-dismissed = 异议不成立
objection-upheld = 异议成立
objection-number = 第 { $number } 件异议
objection-received = { $day }收到
objection-one = 异议
objection-no-contact = 未留联系方式
objection-answer = 答复
objection-reason = 核查情况和理由
objection-reason-hint = 提出异议的人凭回执编号可以看到这段文字。
objection-answer-send = 确定答复
objection-answer-saved = 已答复；提出异议的人凭回执编号可以看到。

objections-title = 待答复的异议
objections-lead = 全部答复之前，公示的事项不能认定。
objections-none = 没有待答复的异议
objections-none-advice = 收到新的异议时会出现在这里和“待办”中。

finding-title = 核查结论
finding-missing = 请选择核查结论。
finding-dismiss = 异议不成立
finding-dismiss-hint = 经核查，公示的内容属实。
finding-uphold = 异议成立
finding-uphold-hint = 公示的内容有误，这份公示不能作为认定依据，须更正后重新公示。

receipt-look-up = 查询异议答复
receipt-lead = 凭提交异议时得到的回执编号查询。
receipt-code = 回执编号
receipt-code-hint = 4 组，每组 4 位字母或数字；大小写和短横线不影响。
receipt-show = 查询
receipt-received = 收到时间
receipt-answered = 答复时间
receipt-answer = 答复
receipt-keep = 还没有答复。请保存回执编号，之后可以在这里查询；编号丢失后无法补发。
objection-receipt-unknown = 没有找到这个回执编号，请核对后重新输入。
