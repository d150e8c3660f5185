# What awaits me.
tasks-title = 待办事项
tasks-lead-none = 目前没有等您处理的事项。
tasks-lead = 有 { $count } 类事项等您处理。
tasks-empty-title = 都处理完了
tasks-empty-advice = 新的事项到来时会显示在这里。
tasks-due-on = { $date } 前
tasks-your-turn = 请您处理
nav-tasks = 待办
nav-credit-bank = 学分银行
nav-claims = 自主研修
nav-courses = 可选课程
nav-completions = 学时确认
nav-overview = 达标情况
nav-people = 教职工
nav-matches = 身份核对
nav-projects = 培训项目
nav-audits = 抽查
nav-organizations = 机构
nav-accounts = 账号
nav-rights = 权限
nav-journal = 操作台账
nav-policies = 规则
nav-own-file = 我的档案
nav-more = 更多

# One line a kind of task.
task-claims-returned = { $count } 项自主研修申报被退回，请修改后重交
task-completions-to-confirm = { $count } 条学时等学校确认
task-completions-to-draw = { $count } 条学时已由学校确认，等待抽查或入账
task-completions-to-audit = { $count } 条抽中的学时等待核查
task-claims-to-decide = { $count } 项自主研修申报等待审核
task-projects-to-decide = { $count } 个培训项目等待审批
task-matches-to-decide = { $count } 条名册记录需要核对身份
task-objections-to-answer = { $count } 件公示异议等待答复
task-registrations = { $count } 份定期注册申请待办
task-registration-short = 您的下一次定期注册还有条件未满足
task-registration-warnings = { $count } 名教师注册条件未满足

# What a selection waits for from whoever runs it.
task-committee-draw = { $round }：评委会等待抽取
task-ties-decide = { $round }：{ $count } 对利害关系等待决定
task-members-invite = { $round }：{ $count } 位已抽取的评委等待邀请
task-reviews-deal = { $round }：评审任务等待分配
task-meeting-open = { $round }：评审会议等待召开
task-ballot-hold = { $round }：等待组织投票并计票
task-minutes-sign = { $round }：{ $count } 份会议记录等待秘书签字
task-results-post = { $round }：评选结果等待公示
task-awards-certify = { $round }：{ $count } 名拟认定人选等待批准发证
task-round-overdue = { $round }：本阶段已到期，等待进入下一阶段
